import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "#components/markdown";

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

test("paragraphs, code, emphasis, lists and links become elements", () => {
  expect(html("A `static` **is** [shared](https://example.org).\n\n- one\n- two")).toBe(
    '<p>A <code>static</code> <strong>is</strong> <a href="https://example.org">shared</a>.</p><ul><li>one</li><li>two</li></ul>',
  );
});

test("markup inside is shown, never obeyed", () => {
  expect(html("<script>alert(1)</script>")).not.toContain("<script");
  expect(html("a <img src=x onerror=alert(1)> b")).toContain("&lt;img");
  expect(html("![x](https://example.org/a.png)")).not.toContain("<img");
});

test("addresses that run something or leave the scheme open are not links", () => {
  for (const href of ["javascript:alert(1)", "data:text/html,x", "//example.org", "JAVASCRIPT:alert(1)"]) {
    expect(html(`[x](${href})`)).not.toContain("<a");
  }
});
