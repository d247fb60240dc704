import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { expect, test } from "vitest";
import { files, nodes, parse, read, sources } from "#workers/laws/tree";

// Next finds these by their names.
const routed =
  /^(app\/.*\/?(page|layout|route|error|not-found|loading|global-error|icon|sitemap|robots)\.tsx?|proxy\.ts)$/;

/** What a module is asked for, by the path of the module: names, or `*` for all of it. */
const asked = new Map<string, Set<string>>();
for (const path of sources)
  for (const { module, name } of imports(path)) {
    asked.set(module, (asked.get(module) ?? new Set()).add(name));
  }

function* imports(path: string): Generator<{ module: string; name: string }> {
  const file = parse(path);
  // Only what imports in the midst of code is walked whole.
  for (const node of /\bimport\(/.test(read(path)) ? nodes(file) : file.statements) {
    const specifier = specifierOf(node);
    const module = specifier && resolve(path, specifier);
    if (module) for (const name of namesOf(node)) yield { module, name };
  }
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const argument = dynamic
    ? node.arguments[0]
    : ts.isImportTypeNode(node)
      ? (node.argument as ts.LiteralTypeNode).literal
      : null;
  return argument && ts.isStringLiteral(argument) ? argument.text : null;
}

function namesOf(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node)) {
    const { name, namedBindings } = node.importClause ?? {};
    const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    const all = namedBindings && ts.isNamespaceImport(namedBindings) ? ["*"] : [];
    return [
      ...(name ? ["default"] : []),
      ...all,
      ...named.map((element) => (element.propertyName ?? element.name).text),
    ];
  }
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause)) {
    return node.exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
  }
  return ["*"];
}

function resolve(from: string, specifier: string): string | null {
  const base = specifier.startsWith("#")
    ? specifier.slice(1)
    : specifier.startsWith(".")
      ? join(dirname(from), specifier)
      : null;
  return base && ([base, `${base}.ts`, `${base}.tsx`].find((path) => files.includes(path)) ?? null);
}

function exported(path: string): string[] {
  return parse(path).statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const modifiers = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? [];
    if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return [];
    if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) return ["default"];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    const { name } = statement as ts.DeclarationStatement;
    return name && !wordsAnother(path, statement) ? [name.getText()] : [];
  });
}

/** A type that its own file uses is a word of another export's signature, so it may be public without being imported. */
function wordsAnother(path: string, statement: ts.Statement): boolean {
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return false;
  const name = statement.name.text;
  return nodes(parse(path)).some((node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === name);
}

test("every export of ours is imported somewhere", () => {
  const idle = sources
    .filter((path) => /^(app|components|lib|workers|e2e)\//.test(path) && !routed.test(path))
    .flatMap((path) => {
      const users = asked.get(path) ?? new Set();
      return users.has("*") ? [] : exported(path).flatMap((name) => (users.has(name) ? [] : `${path}: ${name}`));
    });
  expect(idle).toEqual([]);
});
