"""The site: Chinese first, offline, every reference resolved; generated pages are written before it is read."""

from __future__ import annotations

import ast
import logging
import re
import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jieba
from docutils import nodes
from sphinx.search.zh import SearchChinese

sys.path.insert(0, str(Path(__file__).parent))

import _generate

import gov_deadlines as gd

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "gov-deadlines"
author = "gov-deadlines contributors"
project_copyright = ""
release = version = installed("gov-deadlines")
language = "zh_CN"
jieba.setLogLevel(logging.WARNING)  # it tells each of its steps

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_copybutton"]
source_suffix = {".md": "markdown"}
# procedures.md draws all tables for those who read the repository; the site has a page for each instead.
exclude_patterns = ["_evidence", "_generate", "_search", "procedures.md"]
highlight_language = "none"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "gov-deadlines"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": (
        FONTS := {
            "font-stack": (
                'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", '
                '"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'
            ),
            "font-stack--monospace": (
                '"SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'
            ),
        }
    ),
    "dark_css_variables": FONTS,
}

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

autodoc_default_options = {"members": True, "undoc-members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_maximum_signature_line_length = 88

# The standard library and other packages have their pages elsewhere, and a build reaches no network to find them.
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(altair|builtins|collections|contextlib|datetime|enum|np|numpy|pa|pathlib|sqlalchemy|types|typing|zoneinfo|_typeshed)(\..*)?",
    ),
    (
        "py:.*",
        r"(Any|Callable|Exception|Iterable|Iterator|Literal|LookupError|Mapping|Path|RuntimeError|Self|Sequence)",
    ),
    ("py:.*", r"(ValueError|bool|bytes|date|datetime|dict|float|frozenset|int|list|object|set|str|tuple|type|None)"),
    ("py:class", r"Connection"),  # SQLAlchemy's
]

# Nothing outside can be reached where this runs; what lies inside is checked by docs/_generate/links.py.
linkcheck_ignore = [r"https?://.*"]

# Read, not imported: some rooms need packages that a build of the docs does not.
ROOMS = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(gd.__file__).parent.rglob("*.py")]
BELOW = {node.name for room in ROOMS for node in room.body if isinstance(node, ast.ClassDef)}
ALIASES = [name for room in ROOMS for node in room.body if isinstance(node, ast.Assign) for name in node.targets]
BELOW |= {name.id for name in ALIASES if isinstance(name, ast.Name)}
FACE = {name.rpartition(".")[2]: name for name in (f"gov_deadlines.{each}" for each in gd.__all__)}
LEAD = re.compile(r"^(Units|Source|Raises): ?")


class Search(SearchChinese):
    """Chinese search that cuts queries too, and that runs: Sphinx 9.0 looks for a stemmer by the name given here."""

    language_name = "English"
    js_splitter_code = (Path(__file__).parent / "_search" / "split-query.js").read_text(encoding="utf-8")


def on_docstring(app: Sphinx, kind: str, name: str, value: object, options: object, lines: list[str]) -> None:
    """Each of the leading words of a docstring (Units, Source, Raises) opens a paragraph of its own."""
    told: list[str] = []
    for line in lines:
        if LEAD.match(line) and told and told[-1]:
            told.append("")
        told.append(LEAD.sub(r"**\1**: ", line))
    lines[:] = told


def on_missing(app: Sphinx, env: BuildEnvironment, node: Any, within: nodes.TextElement) -> nodes.Node | None:
    """
    A name as the code writes it, where the face has it: ``Deadline``, ``workdays.calendar.WorkCalendar``.

    Types of the rooms below, which signatures name and nobody imports, stay words.
    """
    if node.get("refdomain") != "py":
        return None
    wanted, _, member = node["reftarget"].rpartition(".")
    domain = env.get_domain("py")
    for face, rest in ((FACE.get(member), ""), (FACE.get(wanted.rpartition(".")[2]), f".{member}")):
        if face:
            found = domain.resolve_xref(env, node["refdoc"], app.builder, "obj", face + rest, node, within)
            if found is not None:
                return found
    return within if member in BELOW else None


def setup(app: Sphinx) -> None:
    """What this site adds to Sphinx."""
    app.add_search_language(Search)
    app.connect("builder-inited", lambda app: _generate.write(Path(app.srcdir)))
    app.connect("autodoc-process-docstring", on_docstring)
    app.connect("missing-reference", on_missing)
