//! Colours, fonts and the ends of lines.

/// The style sheet and the crow's feet. `orient="auto-start-reverse"` turns one drawing for both ends.
pub(super) const HEAD: &str = r#"<style>
.page{fill:#fff}
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328}
.name,.key{font-weight:bold}
.type,.keys{text-anchor:end;fill:#59636e}
.body{fill:#fff;stroke:#818b98}
.head{fill:#dde4ec;stroke:#818b98}
.dimension .head{fill:#cfe3ff}
.fact .head{fill:#ffe2bd}
.link{fill:none;stroke:#59636e;stroke-width:1.3}
marker path,marker circle{fill:none;stroke:context-stroke;stroke-width:1.3}
marker circle{fill:#fff}
.column rect{fill:none}
.added>.body,.added>.head{stroke:#1a7f37;stroke-width:2}
.altered>.body,.altered>.head{stroke:#9a6700;stroke-width:2}
.dropped>.body,.dropped>.head{stroke:#cf222e;stroke-width:2;stroke-dasharray:5 3}
.link.added{stroke:#1a7f37}
.link.altered{stroke:#9a6700}
.link.dropped{stroke:#cf222e;stroke-dasharray:5 3}
.column.added rect{fill:#d7f5dd}
.column.altered rect{fill:#fff3c4}
.column.dropped rect{fill:#ffdcd7}
.column.dropped text,.entity.dropped text{text-decoration:line-through}
@media (prefers-color-scheme:dark){
.page{fill:#0d1117}
text{fill:#e6edf3}
.type,.keys{fill:#9198a1}
.body{fill:#151b23}
.head{fill:#2a313c}
.dimension .head{fill:#12396b}
.fact .head{fill:#5a3a12}
.link{stroke:#9198a1}
marker circle{fill:#0d1117}
.column.added rect{fill:#12381f}
.column.altered rect{fill:#423407}
.column.dropped rect{fill:#4a1512}
}
</style>
<defs>
<marker id="many" viewBox="0 0 20 14" refX="20" refY="7" markerWidth="20" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M8 7L20 1M8 7L20 13M8 7H20"/><circle cx="5" cy="7" r="3"/></marker>
<marker id="one" viewBox="0 0 20 14" refX="20" refY="7" markerWidth="20" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M10 2V12M14 2V12"/></marker>
<marker id="at-most-one" viewBox="0 0 20 14" refX="20" refY="7" markerWidth="20" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M14 2V12"/><circle cx="7" cy="7" r="3"/></marker>
</defs>
"#;

/// What the colours of a change mean.
pub(super) const LEGEND: &str = r#"<g class="legend" transform="translate(24 14)"><g class="column added"><rect width="60" height="18"/><text x="6" y="13">added</text></g><g class="column altered" transform="translate(72 0)"><rect width="74" height="18"/><text x="6" y="13">altered</text></g><g class="column dropped" transform="translate(158 0)"><rect width="74" height="18"/><text x="6" y="13">dropped</text></g></g>
"#;
