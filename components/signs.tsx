/** Where to go from the start page, by role. */
export function Signs() {
  return (
    <ul className="signs">
      <li>
        <b>I run a host.</b> <a href="/projects?q=gate:no-check&sort=-critical">See what loads unchecked</a> in
        mod_wsgi, <span className="nw">ceph-mgr</span> and other legacy interpreters.
      </li>
      <li>
        <b>I maintain a crate.</b> <a href="/projects">Find it</a> and see what must change, and where.
      </li>
      <li>
        <b>I work on PyO3.</b> <a href="/projects?q=status:candidate">See who waits</a> for nothing but the framework.
      </li>
    </ul>
  );
}
