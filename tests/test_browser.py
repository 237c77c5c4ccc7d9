"""The page in a browser: it filters, sorts and unfolds, by mouse and by keyboard, and asks nothing of any network."""

import json
import shutil
from datetime import date
from importlib.resources import files

import pytest

import gov_deadlines as gd
from gov_deadlines.analysis.docket import Row, read_docket
from gov_deadlines.view.page import page

DAY = date(2020, 2, 4)
BINARY = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed; make test-browser installs it")
pytestmark = pytest.mark.skipif(
    BINARY is None or DRIVER is None, reason="chromium is not installed; make test-browser installs it"
)

from selenium.webdriver.chrome.service import Service  # noqa: E402 — only where there is selenium at all
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A browser of its own, which has never been anywhere."""
    options = webdriver.ChromeOptions()
    options.binary_location = BINARY
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


class Opened:
    """A page as somebody sees it."""

    def __init__(self, driver):
        self.driver = driver

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def matters(self):
        """The matters that are shown, in order."""
        return [name.text for name in self.all(".entry:not([hidden]) .name b")]

    def due(self):
        """The days that are shown, in order."""
        return [each.text.splitlines()[0] for each in self.all(".entry:not([hidden]) .due")]

    def unfolded(self):
        """The matters whose reason is shown."""
        return [each.text for each in self.all(".entry:not([hidden]):has(.detail:not([hidden])) .name b")]

    def type(self, text):
        field = self.one("#search")
        field.clear()
        field.send_keys(text or " ")


@pytest.fixture
def opened(browser, tmp_path, request):
    """The shipped docket, a row that cannot be answered and one with a hostile name, at the width asked for."""
    width = getattr(request, "param", 1400)
    rows = read_docket(files("gov_deadlines").joinpath("docket.csv").read_text(encoding="utf-8"))
    hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    rows = [*rows, Row("错", "request.anwser", DAY, "CN"), Row(hostile, "request.answer", DAY, "CN")]
    path = tmp_path / "docket.html"
    path.write_text(page(gd.entries(gd.Docket.of(rows), DAY), DAY), encoding="utf-8")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(path.as_uri())
    yield Opened(browser)
    messages = [entry["message"] for entry in browser.get_log("browser")]
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {each["params"]["request"]["url"] for each in asked if each["method"] == "Network.requestWillBeSent"}
    assert messages == []
    assert urls <= {path.as_uri(), "data:,"}
    assert browser.title == "期限一览"


def test_page_opens_folded_and_in_order(opened):
    """All rows, the earliest due first, no reason unfolded."""
    assert len(opened.matters()) == 34
    assert opened.due() == sorted(opened.due(), key=lambda day: (day == "—", day))
    assert opened.unfolded() == []
    assert opened.one("#count").text == "显示 34 项，共 34 项"


def test_tiles_filter(opened):
    """Each tile shows as many rows as it says, and a second click shows all again."""
    for tile in opened.all(".tile"):
        number = int(tile.find_element(By.TAG_NAME, "b").text)
        tile.click()
        assert len(opened.matters()) == number
        assert tile.get_attribute("aria-pressed") == "true"
    opened.one(".tile.moved").click()
    assert "绥阳-申-2020-001" in opened.matters()
    opened.one(".tile.moved").click()
    assert len(opened.matters()) == 34


def test_words_filter(opened):
    """Every word must be there, in the matter, the duty or the place; what is nowhere says so."""
    opened.type("绥阳 申")
    assert opened.matters() == ["绥阳-申-2019-031", "绥阳-申-2020-001"]
    opened.one(".tile.soon").click()
    assert opened.matters() == ["绥阳-申-2019-031"]
    opened.one(".tile.all").click()
    opened.type("650100")
    assert {name.split("-")[0] for name in opened.matters()} == {"乌市"}
    opened.type("没有的")
    assert opened.matters() == []
    assert opened.one("#nothing").is_displayed()
    opened.type("")
    assert len(opened.matters()) == 34


def test_heads_sort_both_ways(opened):
    """By matter, by due day, by how it stands; what has no day stays last."""
    due = opened.one("th[data-key=due]")
    assert due.get_attribute("aria-sort") == "ascending"
    due.find_element(By.TAG_NAME, "button").click()
    assert due.get_attribute("aria-sort") == "descending"
    days = [day[:10] for day in opened.due()]
    assert days[:-1] == sorted(days[:-1], reverse=True)
    assert days[-1] == "—"

    opened.one("th[data-key=start] button").click()
    starts = [each.text for each in opened.all(".entry .start")]
    assert starts == sorted(starts)
    assert due.get_attribute("aria-sort") is None

    opened.one("th[data-key=status] button").click()
    told = [each.text for each in opened.all(".entry .status")]
    assert told == sorted(told, key=["已逾期", "当日到期", "临近到期", "未到期", "期间未满", "无法计算"].index)


def test_row_unfolds_to_its_reason(opened):
    """A click on the name or anywhere in the row opens it, a second one closes it."""
    row = opened.all(".entry .row")[3]
    name = row.find_element(By.CSS_SELECTOR, ".name b").text
    row.find_element(By.CSS_SELECTOR, ".place").click()
    assert opened.unfolded() == [name]
    assert "依据" in opened.all(".entry .detail")[3].text
    assert row.find_element(By.CSS_SELECTOR, ".name").get_attribute("aria-expanded") == "true"
    row.find_element(By.CSS_SELECTOR, ".name").click()
    assert opened.unfolded() == []


def test_all_that_is_shown_unfolds_at_once(opened):
    """Those that are filtered out stay folded."""
    opened.one(".tile.soon").click()
    opened.one("#unfold").click()
    assert opened.unfolded() == opened.matters()
    assert opened.one("#unfold").text == "全部收起"
    opened.one(".tile.all").click()
    assert len(opened.unfolded()) == 2
    assert opened.one("#unfold").text == "全部展开"


def test_keyboard_reaches_everything(opened):
    """Tab goes through tiles, search, heads and rows; enter and space press what has the focus."""
    reached = []
    for _ in range(20):
        opened.driver.switch_to.active_element.send_keys(Keys.TAB)
        active = opened.driver.switch_to.active_element
        reached.append((active.get_attribute("class") or active.get_attribute("id")).split()[0])
    assert [*dict.fromkeys(reached)] == ["tile", "search", "plain", "by", "name"]
    assert reached.count("by") == 5

    active = opened.driver.switch_to.active_element
    active.send_keys(Keys.ENTER)
    assert opened.unfolded() == [active.find_element(By.TAG_NAME, "b").text]
    active.send_keys(Keys.SPACE)
    assert opened.unfolded() == []


@pytest.mark.parametrize("opened", [390], indirect=True)
def test_narrow_page_has_all_of_it_and_no_scrolling_sideways(opened):
    """On a phone rows are cards, sorted by a choice instead of heads, and nothing sticks out."""
    opened.one("#unfold").click()
    assert opened.driver.execute_script("return document.documentElement.scrollWidth") == 390
    assert not opened.one("#docket > thead").is_displayed()
    for css in (".matter", ".place", ".start", ".due", ".status", ".detail"):
        assert all(each.is_displayed() for each in opened.all(css))

    opened.one("#sorting option[value=matter]").click()
    assert opened.matters() != []
    assert opened.one("th[data-key=matter]").get_attribute("aria-sort") == "ascending"


def test_print_shows_what_is_unfolded_and_no_controls(opened):
    """On paper there is nothing to press, and the rows that were opened keep their reasons."""
    opened.all(".entry .name")[0].click()
    opened.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    assert not opened.one("#tools").is_displayed()
    assert [each.is_displayed() for each in opened.all(".detail")].count(True) == 1
    assert opened.one("#docket > thead").is_displayed()


def test_hostile_name_did_nothing(opened):
    """It is shown as it was written; the fixture holds that no script of it ran."""
    (name,) = [name for name in opened.matters() if "script" in name]

    assert name.startswith("<img src=x")
    assert opened.all("img") == []
