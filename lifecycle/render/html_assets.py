"""Style and script of the page; the page is whole without the script."""

from lifecycle.render.svg_style import FONTS

PAGE_STYLE = f"""
:root{{color-scheme:light dark;--paper:#fff;--ink:#17202c;--soft:#525d6b;--line:#d3d9e1;
--tint:#f3f6fa;--link:#1d4f91;--warn:#9a3412}}
@media screen and (prefers-color-scheme:dark){{:root{{--paper:#11161d;--ink:#e7ecf3;--soft:#a7b2c0;
--line:#3a4553;--tint:#1a222c;--link:#86b7f2;--warn:#f0a27c}}}}
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:1240px;padding:16px 20px 40px;background:var(--paper);
color:var(--ink);font:14px/1.5 {FONTS}}}
h2{{font-size:17px;margin:28px 0 8px}}
h3{{font-size:15px;margin:24px 0 4px}}
p{{margin:4px 0}}
.sr{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}}
.soft{{color:var(--soft)}}
.warn{{color:var(--warn)}}
.picture{{overflow-x:auto}}
.picture svg{{display:block;height:auto;min-width:860px;max-width:100%}}
.readout{{min-height:3em;padding:8px 12px;background:var(--tint);
border-inline-start:3px solid var(--link)}}
label{{font-weight:700}}
input{{font:inherit;color:inherit;background:var(--paper);padding:6px 10px;margin:0 8px;
border:1px solid var(--soft);border-radius:4px;width:min(24em,100%)}}
:focus-visible{{outline:2px solid var(--link);outline-offset:2px}}
ul{{margin:4px 0;padding-inline-start:1.3em}}
.scroll{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;margin-top:8px}}
caption{{text-align:start;color:var(--soft);padding:4px 0}}
th,td{{text-align:start;vertical-align:top;padding:7px 10px;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}}
thead th{{white-space:nowrap;color:var(--soft);font-size:12px;border-bottom:2px solid var(--line)}}
tbody th{{font-weight:700;min-width:13em}}
tbody ul{{list-style:none;margin:0;padding:0}}
tbody th ul{{font-weight:400;color:var(--soft);font-size:13px}}
tbody li+li{{margin-top:4px}}
.date,.number{{white-space:nowrap;overflow-wrap:normal;font-variant-numeric:tabular-nums}}
.moves{{min-width:13em}}
.record{{color:var(--soft);font-size:12px;min-width:11em}}
tr.here{{background:var(--tint);box-shadow:inset 3px 0 var(--link)}}
a{{color:var(--link)}}
code{{font:12px ui-monospace,'DejaVu Sans Mono',Consolas,monospace;overflow-wrap:anywhere}}
@page{{size:landscape;margin:1cm}}
@media print{{table{{font-size:8pt}}.readout,form{{display:none}}body{{max-width:none;padding:0}}
.picture svg{{min-width:0;width:100%}}.scroll,.picture{{overflow:visible}}
thead{{display:table-header-group}}tr,.picture{{break-inside:avoid}}h3{{break-after:avoid}}}}
"""

SCRIPT = """
"use strict";
(() => {
  const marks = [...document.querySelectorAll(".lt .m")];
  const rows = new Map([...document.querySelectorAll("tr[data-at]")].map(r => [r.dataset.at, r]));
  const readout = document.getElementById("readout");
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  if (!marks.length) return;
  const shown = () => marks.filter(m => !m.classList.contains("off"));
  const lane = m => +m.dataset.at.split("-")[0];
  const x = m => +m.querySelector(".hit").getAttribute("x");
  let current = marks[0];
  const choose = m => {
    current.setAttribute("tabindex", "-1");
    m.setAttribute("tabindex", "0");
    current = m;
  };
  for (const m of marks) m.setAttribute("tabindex", m === current ? "0" : "-1");
  const beside = step => {
    const all = shown();
    return all[all.indexOf(current) + step];
  };
  const inLane = end => {
    const all = shown().filter(m => lane(m) === lane(current));
    return all.at(end);
  };
  const otherLane = step => {
    const ahead = shown().filter(m => (lane(m) - lane(current)) * step > 0);
    if (!ahead.length) return undefined;
    const next = lane(step > 0 ? ahead[0] : ahead.at(-1));
    const far = m => Math.abs(x(m) - x(current));
    return ahead.filter(m => lane(m) === next).reduce((a, b) => (far(b) < far(a) ? b : a));
  };
  const keys = {
    ArrowLeft: () => beside(-1), ArrowRight: () => beside(1),
    Home: () => inLane(0), End: () => inLane(-1),
    ArrowUp: () => otherLane(-1), ArrowDown: () => otherLane(1),
  };
  for (const m of marks) {
    m.addEventListener("focus", () => {
      rows.get(current.dataset.at).classList.remove("here");
      choose(m);
      rows.get(m.dataset.at).classList.add("here");
      readout.textContent = m.querySelector("title").textContent.split("\\n").join(" · ");
    });
    m.addEventListener("click", () => m.focus());
    m.addEventListener("keydown", event => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter") {
        rows.get(m.dataset.at).scrollIntoView({block: "center"});
      } else if (keys[event.key]) {
        keys[event.key]()?.focus();
      } else {
        return;
      }
      event.preventDefault();
    });
  }
  const filter = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const m of marks) {
      const row = rows.get(m.dataset.at);
      const hit = row.textContent.toLocaleLowerCase().includes(wanted);
      row.hidden = !hit;
      m.classList.toggle("off", !hit);
      found += hit;
    }
    for (const section of document.querySelectorAll("section.lane")) {
      section.hidden = wanted !== "" && !section.querySelector("tbody tr:not([hidden])");
    }
    if (current.classList.contains("off") && found) choose(shown()[0]);
    count.textContent = wanted ? `${found} of ${marks.length} events` : "";
  };
  search.form.hidden = false;
  search.form.addEventListener("submit", event => event.preventDefault());
  search.addEventListener("input", filter);
})();
"""
