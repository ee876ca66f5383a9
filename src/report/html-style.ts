/** What the page's policy knows its style by: of `style`, as a test computes it. */
export const styleHash = "sha256-E0ARRtUlhRhsTcI8/iLmSWui+30yHxqy8bP0FddzJqY=";

/** The style of the HTML page: one column that fits a phone, light and dark by the reader's setting, the system's own fonts. */
export const style = `
:root{--bg:#f6f8fa;--card:#fff;--line:#d1d9e0;--soft:#eef1f4;--text:#1f2328;--quiet:#59636e;--red:#b3261e;--red-soft:#ffebe9;--green:#116329;--green-soft:#dafbe1;--amber:#7a4b00;--amber-soft:#fff3d6;--blue:#0757ba;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#151b23;--line:#333b45;--soft:#1e252e;--text:#e6edf3;--quiet:#9198a1;--red:#ff8f87;--red-soft:#3b1a1c;--green:#5fd37a;--green-soft:#12301d;--amber:#e9b44c;--amber-soft:#33270e;--blue:#6cb0ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header p{display:flex;justify-content:space-between;align-items:center;gap:1rem;margin:1.25rem 0 .75rem}
header b{font-size:1rem;padding:.2rem .9rem;border-radius:2rem;color:#fff;background:#b3261e}
header.pass b{background:#1a7f37}
header.error b{background:#8a5600}
header span,footer,.quiet{color:var(--quiet);font-size:.875rem}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.25rem .4rem;margin:0 0 1rem}
h2{font-size:1.5rem;line-height:1.25;margin:.35rem 0 .6rem;text-wrap:balance}
h3{font-size:.8125rem;letter-spacing:.05em;text-transform:uppercase;color:var(--quiet);margin:0 0 .5rem}
p{margin:0 0 .75rem}
.lead{font-size:1.0625rem}
a{color:var(--blue)}
code,pre{font-family:var(--mono);font-size:.875em}
.tags{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;margin:0}
.tag{font:600 .8125rem/1.6 var(--mono);padding:0 .55rem;border-radius:6px;background:var(--soft);color:var(--quiet)}
.tag.error{background:var(--red-soft);color:var(--red)}
.tag.warning,.tag.possible{background:var(--amber-soft);color:var(--amber)}
.tag.proven{background:var(--green-soft);color:var(--green)}
.at{color:var(--quiet)}
.part{margin:0 0 1.25rem}
main>.part{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin:0 0 1rem}
.part>:last-child,.body>:last-child{margin-bottom:0}
figure{margin:0 0 .9rem}
.code{border:1px solid var(--line);border-radius:8px;overflow:hidden;margin-bottom:.75rem}
figcaption{padding:.3rem .75rem;background:var(--soft);border-bottom:1px solid var(--line);font:.8125rem/1.5 var(--mono);color:var(--quiet)}
.rows{overflow-x:auto;padding:.35rem 0;font-size:.9375rem}
.row{display:flex;min-width:max-content;padding-right:.75rem;border-left:3px solid transparent}
.row code{white-space:pre}
.row .n{flex:none;min-width:2.75rem;padding:0 .75rem 0 .4rem;text-align:right;color:var(--quiet);font:.8125em/1.7 var(--mono);user-select:none}
.row.cause{background:var(--red-soft);border-color:var(--red)}
.row.cause .n{color:var(--red)}
.row.related{background:var(--amber-soft);border-color:var(--amber)}
.code .note{display:block;position:sticky;left:0;width:fit-content;max-width:100%;padding:.15rem .75rem .3rem 3.1rem;color:var(--amber);font-size:.875rem}
.code .note::before{content:"\\2191\\00a0"}
.row.minus{background:var(--red-soft)}
.row.minus .n{color:var(--red)}
.row.plus{background:var(--green-soft)}
.row.plus .n{color:var(--green)}
.row.where code{color:var(--quiet)}
.path{list-style:none;display:flex;flex-direction:column;gap:.3rem;margin:0;padding:0}
.stop{display:flex;flex-direction:column;border:1.5px solid var(--line);border-radius:10px;padding:.5rem .8rem;background:var(--bg)}
.stop .role{color:var(--quiet);font-size:.75rem;letter-spacing:.04em;text-transform:uppercase}
.path .detail{font-size:.875rem}
.stop.broken{border-color:var(--red);background:var(--red-soft)}
.stop.untried{border-style:dashed}
.hop{display:flex;align-items:center;gap:.25rem .6rem;flex-wrap:wrap;padding:.15rem .3rem;color:var(--quiet)}
.hop svg{flex:none;transform:rotate(90deg);margin:.6rem -.4rem}
.hop .detail{font-family:var(--mono);flex:1 1 9rem}
.hop.broken,.mark{color:var(--red)}
.mark{font-weight:600;font-size:.875rem}
.trials{list-style:none;display:grid;gap:.5rem;padding:0;margin:0}
.trials li{border-radius:8px;padding:.5rem .75rem;border:1px solid var(--line);border-left-width:4px}
.trials b{display:block;font-size:.8125rem;font-weight:500;color:var(--quiet)}
.trials .fails{border-left-color:var(--red)}
.trials .passes{border-left-color:var(--green)}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th{text-align:left;font-weight:500;color:var(--quiet);font-size:.8125rem}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
pre{margin:0 0 .75rem;padding:.7rem .85rem;border-radius:8px;background:var(--soft);overflow:auto;max-height:36rem;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
details{border-top:1px solid var(--line)}
details:first-of-type{border-top:0}
summary{cursor:pointer;padding:.55rem 0;font-weight:500}
.body{padding:0 0 .75rem}
dl{margin:0;font-size:.9375rem}
dt{font:600 .875rem/1.5 var(--mono)}
dd{margin:0 0 .5rem;color:var(--quiet)}
ul{padding-left:1.2rem}
.stages{display:block;border-radius:7px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:0;margin:.5rem 0;font-size:.875rem;color:var(--quiet)}
.legend b{color:var(--text);font-weight:500}
.legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:3px;margin-right:.35rem}
.stage-plan{fill:#8c959f;background:#8c959f}.stage-build{fill:#bf8700;background:#bf8700}.stage-boot{fill:#2188ff;background:#2188ff}.stage-probe{fill:#8250df;background:#8250df}.stage-diagnose{fill:#cf5f95;background:#cf5f95}.stage-prove{fill:#2da44e;background:#2da44e}.stage-cleanup{fill:#57606a;background:#57606a}
.timeline{list-style:none;margin:0;padding:0;font-size:.9375rem}
.timeline li{display:grid;grid-template-columns:4.5rem 1fr;gap:0 .5rem;align-items:baseline;padding:.25rem 0}
.timeline svg{order:2;grid-column:2}
.timeline time{color:var(--quiet);font:.8125rem var(--mono);text-align:right}
.timeline path{stroke:var(--line)}
.timeline circle{fill:var(--quiet)}
.timeline .failure circle,.timeline .end circle{fill:var(--red)}
.timeline .failure,.timeline .end{color:var(--red)}
.timeline .request circle,.timeline .listen circle{fill:var(--green)}
.timeline .start circle{fill:var(--blue)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
@media (max-width:43.99rem){thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}table,tbody,tr,td{display:block}tr{padding:.4rem 0;border-bottom:1px solid var(--line)}tr:last-child{border-bottom:0}td{border:0;padding:.1rem 0;display:grid;grid-template-columns:5.5rem 1fr;gap:.5rem}.row{min-width:0}.row code{white-space:pre-wrap;min-width:0}.row .n{min-width:2.25rem;padding-right:.5rem}.code .note{padding-left:2.5rem}td::before{content:attr(data-head);color:var(--quiet);font-size:.8125rem}article,main>.part{padding-left:.9rem;padding-right:.9rem}header,main,footer{padding:0 .6rem}h2{font-size:1.3rem}}
@media (min-width:44rem){.path{flex-direction:row;align-items:center}.stop{flex:1 1 0;align-self:stretch;justify-content:center}.hop{flex:1 1 0;flex-direction:column;text-align:center;gap:0}.hop svg{transform:none;margin:.2rem 0}.hop .detail{flex:none}.trials{grid-template-columns:1fr 1fr}.timeline li{grid-template-columns:4.5rem 9rem 1fr}.timeline svg{order:0;grid-column:auto;align-self:center}}
@media print{body{background:#fff}article,main>.part{break-inside:avoid}}
`;
