"""Components from which every page is built; each takes its colours, sizes and fonts from `ui.theme`.

- text: `Label(text, style, tone, wrap=…)` (always plain text), `ElidedLabel` (names and paths)
- boxes: `row(a, b, None, c)`, `column(…)`, `panel(layout, ground)`, `hairline()`, `Card`, `Section`, `Scrolled`,
  `Page`, `Toolbar`, `card_header`, `Facts`/`fact`, `Notice`, `EmptyState`, `Counter`
- buttons: `Button(text, kind, icon=…, on=…)`, `IconButton(icon, name, on=…)`, `Menu().item(…)`, `Segmented`, `Switch`
- signs: `Chip(mark)`, `StatusChip(status)`, `MarkIcon`, `Icon`, `KeyCap`, `Avatar`, `Spinner`; `paint_chip` for
  delegates
- forms: `Form([Field(…), …])`, `LineEdit`, `TextArea`, `ChoiceBox`, `CheckBox`, `Dialog`, `FormDialog`
- tables: `RecordTable([Column(…), …])`
- bars: `MessageBar`, `Message`
"""

from osintdesk.ui.widgets.bars import Message, MessageBar
from osintdesk.ui.widgets.buttons import Button, IconButton, Menu, MenuButton, Segmented, Switch, open_below
from osintdesk.ui.widgets.chips import (
    Avatar,
    Chip,
    Icon,
    KeyCap,
    MarkIcon,
    Sign,
    Spinner,
    StatusChip,
    chip_width,
    paint_chip,
    paint_key,
)
from osintdesk.ui.widgets.dialogs import Dialog, FormDialog
from osintdesk.ui.widgets.fields import CheckBox, ChoiceBox, Field, Form, LineEdit, TextArea
from osintdesk.ui.widgets.labels import ElidedLabel, Label, readable, set_property
from osintdesk.ui.widgets.layout import add, clear, column, hairline, panel, row
from osintdesk.ui.widgets.panels import (
    Card,
    Counter,
    EmptyState,
    Facts,
    Notice,
    Page,
    Scrolled,
    Section,
    Toolbar,
    card_header,
    fact,
)
from osintdesk.ui.widgets.tables import Column, RecordTable

__all__ = [
    "Avatar", "Button", "Card", "CheckBox", "Chip", "ChoiceBox", "Column", "Counter", "Dialog", "ElidedLabel",
    "EmptyState", "Facts", "Field", "Form", "FormDialog", "Icon", "IconButton", "KeyCap", "Label", "LineEdit",
    "MarkIcon", "Menu", "MenuButton", "Message", "MessageBar", "Notice", "Page", "RecordTable", "Scrolled",
    "Section", "Segmented", "Sign", "Spinner", "StatusChip", "Switch", "TextArea", "Toolbar", "add", "card_header",
    "chip_width", "clear", "column", "fact", "hairline", "open_below", "paint_chip", "paint_key", "panel",
    "readable", "row", "set_property",
]  # fmt: skip
