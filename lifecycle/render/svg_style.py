"""The style sheet of the pictures: light, dark and printed.

Rules are plain (no variables), so that converters without a browser draw the light picture. Every
text has a contrast of at least 4.5 : 1 to what lies behind it, in both modes. Nothing is told by
colour alone.
"""

FONTS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans','Noto Sans',sans-serif"

_SHAPES = f"""
.lt text{{font:12px {FONTS}}}
.lt .title{{font-size:19px;font-weight:700}}
.lt .name{{font-size:14px;font-weight:700}}
.lt .bar{{font-size:11px}}
.lt .tick,.lt .foot,.lt .note{{font-size:11px}}
.lt .root{{font:10.5px ui-monospace,'DejaVu Sans Mono',Consolas,monospace}}
.lt .strong{{font-weight:700}}
.lt .num{{font-weight:700;font-size:11px}}
.lt .m .n{{font-weight:700;font-size:9px;stroke:none}}
.lt .struck{{text-decoration:line-through}}
.lt .over{{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}}
.lt .m text{{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}}
.lt .line,.lt .pole,.lt .edge,.lt .range,.lt .open,.lt .gap,.lt .asof,.lt .edge2{{fill:none}}
.lt .asof{{stroke-width:1.5;stroke-dasharray:5 3}}
.lt .gap{{stroke-width:1.5;stroke-dasharray:3 4}}
.lt .range{{stroke-width:1.5}}
.lt .open{{stroke-width:1.5;stroke-dasharray:2 2}}
.lt .edge2{{stroke-width:2}}
.lt .end{{stroke-width:3;fill:none}}
.lt .ring{{stroke-width:1.8}}
.lt .hollow,.lt .ghost{{stroke-width:1.5;stroke-dasharray:2.5 1.5}}
.lt .strike{{stroke-width:1.5;fill:none}}
.lt .disc{{stroke-width:1.2}}
.lt .contested{{stroke-dasharray:3 2}}
.lt .hit{{fill:none;stroke:none;pointer-events:all}}
.lt .m:focus{{outline:none}}
.lt .m:focus .hit{{stroke-width:2}}
.lt .m.off{{opacity:.25}}
"""

_LIGHT = """
.lt .paper{fill:#fff}
.lt text{fill:#17202c}
.lt .soft,.lt .tick,.lt .foot,.lt .note,.lt .root{fill:#525d6b}
.lt .over,.lt .m text{stroke:#fff}
.lt .line{stroke:#d3d9e1}
.lt .grid{stroke:#edf0f4}
.lt .band{fill:#f8fafc}
.lt .pole{stroke:#9aa6b5}
.lt .edge{stroke:#6f86a3}
.lt .edge2{stroke:#17202c}
.lt .s0{fill:#eef2f7}.lt .s1{fill:#e2ebf6}.lt .s2{fill:#d3e2f3}
.lt .s3{fill:#c2d7ef}.lt .s4{fill:#b0cbea}.lt .s5{fill:#9dbfe4}
.lt .range,.lt .open{stroke:#5b6b7f}
.lt .gap{stroke:#5b6b7f}
.lt .hatch{stroke:#b98a2f}.lt .hatched{stroke:#9a6b10}.lt .under{fill:#fff8e8}
.lt .disc{fill:#fff;stroke:#5b6b7f}
.lt .dot{fill:#1d4f91}.lt .small{fill:#5b6b7f}
.lt .held{fill:#bcd3ef;stroke:#1d4f91}.lt .m .on{fill:#fff}
.lt .hollow,.lt .ghost{fill:#fff;stroke:#5b6b7f}.lt .strike{stroke:#17202c}
.lt .term{fill:#7b6ca8}
.lt .ring{fill:#fff;stroke:#1d4f91}
.lt .warn{fill:#9a3412}.lt .bang{stroke:#fff}
.lt .caution{fill:#9a3412}
.lt .end{stroke:#17202c}
.lt .asof{stroke:#8a2f5f}.lt .asoft{fill:#8a2f5f}
.lt .m:focus .hit{stroke:#1d4f91}
"""

_DARK = """
.lt .paper{fill:#11161d}
.lt text{fill:#e7ecf3}
.lt .soft,.lt .tick,.lt .foot,.lt .note,.lt .root{fill:#a7b2c0}
.lt .over,.lt .m text{stroke:#11161d}
.lt .line{stroke:#3a4553}
.lt .grid{stroke:#1e2630}
.lt .band{fill:#171e27}
.lt .pole{stroke:#5f6d7e}
.lt .edge{stroke:#7f97b6}
.lt .edge2{stroke:#e7ecf3}
.lt .s0{fill:#1a222c}.lt .s1{fill:#1c2a3a}.lt .s2{fill:#1e3349}
.lt .s3{fill:#203c59}.lt .s4{fill:#22466a}.lt .s5{fill:#24507b}
.lt .range,.lt .open,.lt .gap{stroke:#a7b2c0}
.lt .hatch{stroke:#8a6a2a}.lt .hatched{stroke:#d9a93f}.lt .under{fill:#221d12}
.lt .disc{fill:#11161d;stroke:#a7b2c0}
.lt .dot{fill:#86b7f2}.lt .small{fill:#a7b2c0}
.lt .held{fill:#1f456f;stroke:#86b7f2}.lt .m .on{fill:#11161d}
.lt .hollow,.lt .ghost{fill:#11161d;stroke:#a7b2c0}.lt .strike{stroke:#e7ecf3}
.lt .term{fill:#a99bd6}
.lt .ring{fill:#11161d;stroke:#86b7f2}
.lt .warn{fill:#f0a27c}.lt .bang{stroke:#11161d}
.lt .caution{fill:#f0a27c}
.lt .end{stroke:#e7ecf3}
.lt .asof{stroke:#e79abf}.lt .asoft{fill:#e79abf}
.lt .m:focus .hit{stroke:#86b7f2}
"""


def style_sheet() -> str:
    """Return the style sheet, without characters that XML or HTML would read as markup."""
    dark = f"@media screen and (prefers-color-scheme:dark){{{_DARK}}}"
    return f"{_SHAPES}{_LIGHT}{dark}".replace("\n", "")
