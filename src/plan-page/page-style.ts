import { colourVariables, FONTS, pictureStyle } from '../picture/theme';

/** Style of the page; `pictureStyle` is that of its pictures. */
const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--canvas);color:var(--text);font:16px/1.55 ${FONTS};overflow-wrap:anywhere}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;padding:8px 14px;background:var(--card);color:var(--accent);border-radius:8px;z-index:1}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
.page{max-width:860px;margin:0 auto;padding:20px 16px 56px}
header h1{font-size:1.7rem;line-height:1.25;margin:8px 0 4px}
.kicker{margin:0;color:var(--muted);font-size:.9rem}
.verdict{display:flex;gap:14px;align-items:flex-start;margin:20px 0 14px;padding:16px 18px;border-radius:14px;font-size:1.15rem;font-weight:600}
.verdict svg{flex:none;width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.verdict p{margin:0}
.verdict .more{font-size:.95rem;font-weight:400}
.good{background:var(--good);color:var(--on-good)}
.careful{background:var(--careful);color:var(--on-careful)}
.bad{background:var(--bad);color:var(--on-bad)}
.plain{background:var(--plain);color:var(--on-plain)}
.control-plane{background:var(--control-plane);color:var(--on-control-plane)}
.worker{background:var(--worker);color:var(--on-worker)}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin:0;padding:0;list-style:none}
.chip{display:inline-block;padding:2px 12px;border-radius:99px;font-size:.875rem;font-weight:600}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;margin:18px 0 0;padding:0;list-style:none}
a{color:var(--accent);text-underline-offset:3px}
nav a{display:inline-block;padding:4px 0}
section{margin-top:36px}
h2{font-size:1.25rem;margin:0 0 12px}
h3{font-size:1.02rem;margin:22px 0 8px}
h3 span{font-weight:400;color:var(--muted)}
.panel,details{background:var(--card);border:1px solid var(--line);border-radius:12px}
.reasons{margin:0;padding:0;list-style:none}
.reasons>li{position:relative;margin:0 0 12px;padding:14px 16px 14px 54px}
.number{position:absolute;left:14px;top:14px;width:26px;height:26px;border-radius:50%;text-align:center;font-size:.85rem;line-height:26px;font-weight:700;background:var(--bad);color:var(--on-bad)}
.reasons p{margin:0 0 8px}
.reasons p:last-child{margin:0}
.way{color:var(--muted);font-size:.92rem}
code,pre{font:.86em/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
code{padding:1px 6px;border-radius:6px;background:var(--plain);color:var(--on-plain)}
pre{margin:8px 0;padding:12px 14px;border-radius:10px;background:var(--plain);color:var(--on-plain);white-space:pre-wrap}
pre code{padding:0;background:none;font-size:1em}
.list{margin:0;padding:14px 18px 14px 36px}
.list li{margin:2px 0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px}
figure{margin:0}
figcaption{margin:0 0 6px;font-size:.9rem;color:var(--muted);font-weight:600}
figure svg{display:block;width:100%;max-width:404px;height:auto}
table{width:100%;border-collapse:collapse;font-size:.95rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:11px 14px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--muted);font-size:.85rem;font-weight:600}
tbody th{font-weight:600}
td ul{margin:0;padding:0;list-style:none}
td .chip,th .chip{white-space:nowrap}
summary{padding:12px 16px;cursor:pointer;font-weight:600}
details>*:not(summary){margin:0 16px 14px}
details+details{margin-top:12px}
footer{margin-top:44px;color:var(--muted);font-size:.88rem}
@media (max-width:640px){
table,tbody,tr,th,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{padding:12px 14px;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
tbody th,tbody td{padding:2px 0;border:0}
header h1{font-size:1.4rem}
.verdict{font-size:1.05rem;padding:14px}
.reasons>li{padding:48px 14px 14px}
}
@media (max-width:359px){.page{padding:14px 10px 40px}}
@media (forced-colors:active){.chip,.verdict,.panel{border:1px solid}}
@media print{.skip,nav{display:none}.page{max-width:none}figure,tr,.reasons>li{break-inside:avoid}}
`;

/** The whole style of the page. */
export function pageStyle(): string {
  return `${colourVariables()}${RULES.replaceAll('\n', '')}${pictureStyle()}`;
}
