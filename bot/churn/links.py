"""Links of a comment: what they show, where they lead, and whether two lead to the same place."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from rapidfuzz.distance import OSA

from bot.churn.phrases import Phrases
from bot.text import lowered

_MARKDOWN = re.compile(
    r"\[([^\[\]\n]{0,500})\]\(\s*<?([^()\s<>]{1,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)>?(?:\s[^()\n]{0,500})?\)"
)
_BARE = r"\b(?:t\.me|discord\.gg|wa\.me|bit\.ly|tinyurl\.com|linktr\.ee|patreon\.com|onlyfans\.com|paypal\.me|ko-fi\.com|gofundme\.com|cash\.app|chat\.whatsapp\.com)/"
"""Beginnings of addresses that people write without a scheme."""
ADDRESS = re.compile(rf"(?:https?://|www\.|{_BARE})[^\s<>\]\)\"']+", re.IGNORECASE)
MOST = 100
"""Links of one text that are looked at."""
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|si|ref_src|ref_url|spm|yclid|_hs\w+)$")
_PROXY = re.compile(r"/(?:api/v[34]/image_proxy|pictrs/image/proxy|api/v4/image/proxy)$")
_BROKEN = Phrases(
    r"\b(?:404|403|dead link|link'?s? (?:is |are |seems? )?(?:dead|broken|down)|broken|paywall\w*|pay ?wall|does ?n'?t (?:work|load|open)|won'?t (?:load|open|work)"
    r"|not (?:working|loading|available)|can'?t (?:open|see|load|reach)|timed? ?out|times out|(?:euros?|dollars?|pounds?|bucks|quid) to read|ha(?:s|ve) access|no access|behind a login|log ?in|sign up|subscri\w+|geo-?block\w*"
    r"|in your (?:region|country)|bezahlschranke|geht nicht|tot|kaputt|offline|uit de lucht|hors ligne|fuori linea|fora do ar|payante?|abonn\w+|ne marche pas|mort|no (?:funciona|abre|carga)|ca[ií]do|de pago|non (?:va|funziona)|a pagamento"
    r"|não (?:abre|funciona)|werkt niet|betaalmuur|nie działa|nie otwiera|не (?:открывается|работает)|битая)\b"
)
_COPIES = re.compile(
    r"^(?:[^/]*(?:archive|archiv|archief|archivo|arquivo|archiwum|preprint|mirror|wayback|pictrs|piped|invidious|nitter|redlib|libreddit|teddit|scribe|proxitok)[^/]*\.|[^/]+/pictrs/image/|[^/]*wiki)"
)
_ARCHIVE = re.compile(
    r"^(?:web\.archive\.org|archive\.(?:org|today|is|ph|md|li|fo|vn)|arquivo\.pt|webarchive\.[\w.]+|perma\.cc|ghostarchive\.org|12ft\.io)$"
)
_SECOND_LEVEL = frozenset("co com net org gov edu ac gob or ne go".split())
_LOOK_ALIKE = str.maketrans("аеорсхуіѕԁӏɡαορνκ", "aeopcxyisdlgaopvk")
"""Letters of other scripts in the order of the Latin ones that they look like."""
_PRIVATE = re.compile(
    r"(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:local|lan|internal)(?:[:/]|$))"
)
_SHARED = frozenset(
    """github.io gitlab.io codeberg.page blogspot.com wordpress.com tumblr.com substack.com web.app pages.dev netlify.app
    vercel.app herokuapp.com neocities.org itch.io bandcamp.com weebly.com wixsite.com carrd.co""".split()
)
"""Domains of which each name before them is somebody else's."""
_SHORT_NAMES = {
    "youtu.be": "youtube.com",
    "gofund.me": "gofundme.com",
    "redd.it": "reddit.com",
    "wa.me": "whatsapp.com",
}
"""Sites that have a second, shorter address."""
_SHORTENERS = frozenset(
    """bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at t.ly rb.gy lnkd.in s.id
    tiny.cc v.gd bl.ink adf.ly""".split()
)
_WARES = (
    "shops?|stores?|markets?|deals?|buy|cheap|casinos?|bet|bets|betting|promo|coupons?|discounts?|affiliate|crypto|tokens?|airdrop|porn|xxx|pills|loans?"
    "|giveaways?|earn|click|bonus|sales?|lottery|jackpot|win-?(?:a|big|prize)|prizes?|verify|wallets?|claim|login|signin|fundme|donate|keyz|followers|onlyfans"
)
_SELLING = re.compile(
    rf"(?<![a-z])(?:{_WARES})|(?:{_WARES})(?![a-z])|free-|(?:^|[/?&])(?:ref|aff|tag|partner|referral|invite|promo)(?:[=/_?-]|$)|\.(?:exe|apk|msi|dmg|scr|bat)$"
)
"""A word must begin or end where letters do: "bestdeals", not "delodealfeizerao"."""
_PEOPLES = re.compile(
    r"^(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|twitch\.tv|soundcloud\.com|tiktok\.com|instagram\.com|facebook\.com|twitter\.com|x\.com|t\.me|discord\.(?:gg|com)"
    r"|wa\.me|patreon\.com|ko-fi\.com|paypal\.(?:me|com)|linktr\.ee|onlyfans\.com|(?:docs|drive)\.google\.com|mega\.nz)/|^[^/]*(?:fund|donat|giv(?:e|ing)|crowd)[^/]*/"
)
_OWNED = re.compile(
    r"^(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|huggingface\.co)/([^/?#]+)", re.IGNORECASE
)
"""Sites where the first part of a path is whose it is."""
_VIDEO = re.compile(r"(?:[?&]v=|youtu\.be/|/shorts/|/live/)([\w-]{6,})")
_SOURCE = Phrases(
    r"\b(?:sources?|via|from the|according to|reports?|article|study|paper|docs|documentation|manual|spec|see"
    r"|here'?s (?:the|a)|rulings?|pdf|page \d+|figures? \d+|table \d+)\b"
)
_PROMOTES = Phrases(
    r"\bmy (?:own )?(?:new |little |online )?(?:mugs?|shops?|store|channel|book|course|album|merch|stream|podcast|patreon|onlyfans|newsletter|etsy|server|app|ebook|prints|stickers|shirts|signals?)\b|\bcheck (?:out|it out)\b[^.!?\n]{0,20}\bmy\b"
    r"|\b(?:code|coupon|promo) [A-Za-z]*\d+\b|\buse (?:my )?code\b|\b\d+ ?% off\b|\bdm me\b|\bsign up\b|\bsubscribe\b|\blimited (?:offer|time)\b|\b(?:making|make|earn\w*|made) (?:about |over |around )?[$€£]?\d+[k.,\d]* ?(?:\w+ )?(?:a|per|each|every) (?:day|week|month)\b|\bsignals group\b|\binvest(?:ing|ment)? (?:with|in) \b"
    r"|\bmein(?:en|em|er|e)? (?:shop|kanal|kurs|buch)\b|\bma (?:boutique|chaîne|page)\b|\bmi (?:tienda|canal|curso|libro)\b|\bil mio (?:canale|corso|negozio)\b|\bmeu (?:canal|curso)\b|\bminha loja\b|\bmijn (?:winkel|kanaal|shop)\b|\bm[óo]j (?:sklep|kanał|kurs)\b|\bмой (?:канал|курс|магазин)\b"
)
_ASKS = Phrases(
    r"\b(?:do you have|have you got|can you (?:post|share|link)|could you (?:post|share|link)|where'?s) (?:the|a|an|any|it|that|your)\b.{0,40}\?|\b(?:source|sauce|links?|url|cite|citation|reference|which (?:one|model|shop)|where (?:can|do|did|to))\b"
    r".{0,60}(?:\?|please|pls|$)|\b(?:quelle|fuente|enlace|fonte|lien|bron|źródło|źródła|источник\w*|ссылк\w+|wo (?:steht|kann|finde|gibt)|où (?:peut|puis|est|trouve\w*)|dónde (?:puedo|se|está|lo)|dove (?:si|posso|lo|è)|onde (?:posso|se|está|baixar|acho|encontro)"
    r"|tem onde|waar (?:kan|staat|vind)|gdzie (?:można|to|jest)|где (?:можно|это|про))\b.{0,60}\?|\b(?:got|have|any(?:one|body)?|is there)\b.{0,30}\b(?:links?|sources?|version|mirror|instance|recording|scan|pdf)\b.{0,20}\?"
)
_ASKS_TO_BUY = re.compile(
    r"\b(?:do|can|would|will) (?:you|we|i) (?:guys |also |even )?(?:sell|ship|buy|order)\b|\bis there a (?:web ?)?(?:shop|store)\b|\bif there'?s a (?:shop|store)\b|\bwhere (?:\w+ ){0,2}(?:buy|order)\b|\bfor sale\?"
    r"|\b(?:verkaufst|verkauft) (?:du|ihr)\b|\b(?:vous|tu) (?:en )?vend\w+\b|\b(?:vendes|vendéis|venden|vendi|vendete|vende)\b[^.!\n]{0,20}\?|\bverkoop(?:t|en)? (?:je|jullie)\b"
)
_REFERENCE = frozenset(
    """wikipedia.org wikimedia.org archive.org arxiv.org doi.org github.com gitlab.com codeberg.org youtube.com youtu.be
    python.org mozilla.org debian.org kernel.org nature.com nih.gov who.int europa.eu bbc.co.uk bbc.com reuters.com
    apnews.com theguardian.com openstreetmap.org stackoverflow.com join-lemmy.org imgur.com""".split()
)


_ACCOUNT = re.compile(
    r"(?<![\w/@.!])@?(?!git@|root@)[\w.+-]{2,64}@(?!\d)[\w-]{1,60}(?:\.[\w-]{2,60})*\.[A-Za-z]{2,20}\b"
    r"|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
    r"|\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{26,110}\b"
)
"""Addresses for mail and messages, bank accounts, wallets."""
_HASH = re.compile(r"[0-9a-f]{32,128}")
"""What a version or a file is named by, and no account."""
_ALIKE = 3
"""Letters in which a mention may differ from one that it is to be taken for..."""
_LONG_NAME = 20
"""...where it has so many."""
_SCANNED = re.compile(r"(?<![^\W_])qr(?:[ _-]?codes?)?(?![^\W_])")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)(?:$|\?)")


@dataclass(frozen=True, slots=True)
class Link:
    """One link. ``target`` is without scheme, www, tracking, proxy or archive around it."""

    anchor: str
    """What is shown, in lower case; "" for a bare address."""
    target: str
    domain: str
    """The part that somebody registered."""
    written: str


@lru_cache(maxsize=1024)
def links_of(raw: str) -> tuple[Link, ...]:
    """The web links of a text in order, at most ``MOST``."""
    written = [(match.start(), match.group(1), match.group(2)) for match in islice(_MARKDOWN.finditer(raw), MOST)]
    rest = _MARKDOWN.sub(lambda match: " " * len(match.group()), raw) if written else raw
    bare = islice(ADDRESS.finditer(rest), MOST)
    written += [(match.start(), "", match.group().rstrip(".,;:!?*_~")) for match in bare]
    links = (_link(anchor, address) for _, anchor, address in sorted(written)[:MOST])
    return tuple(link for link in links if link is not None)


def _link(anchor: str, address: str) -> Link | None:
    target = target_of(f"https:{address}" if address.startswith("//") else address)
    if target is None:
        return None
    host, path = target
    return Link(" ".join(anchor.lower().split()), f"{host}{path}", registered(host), address)


def target_of(address: str, depth: int = 0) -> tuple[str, str] | None:
    """(host, path and query) that an address leads to; None where it is no web address."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").rstrip(".")
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    host = _ascii(host).removeprefix("www.").removeprefix("m.")
    if depth < 2:
        inner = _inner(host, parts.path, query)
        if inner:
            return target_of(inner, depth + 1) or (host, parts.path)
    kept = [(name, value) for name, value in query if not _TRACKING.match(name.lower())]
    return host, parts.path.rstrip("/") + (f"?{urlencode(kept)}" if kept else "")


def _inner(host: str, path: str, query: list[tuple[str, str]]) -> str:
    """The address inside that of an image proxy or an archive."""
    if _PROXY.search(path):
        inner = next((unquote(value) for name, value in query if name == "url"), "")
        return inner if _PICTURE.search(inner.lower()) else ""
    if _ARCHIVE.match(host):
        at = re.search(r"https?:/{1,2}", path)
        return path[at.start() :].replace(":/", "://").replace(":///", "://") if at else ""
    return ""


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def read_as(domain: str) -> str:
    """A domain as people read it: letters of other scripts, and accents, as the Latin letters that they look like."""
    if "xn--" not in domain:
        return domain
    try:
        written = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    letters = unicodedata.normalize("NFKD", written.translate(_LOOK_ALIKE))
    return "".join(char for char in letters if not unicodedata.combining(char))


def registered(host: str) -> str:
    """The registered part of a host: two labels, three where the second is a country's own `co` or `org`."""
    labels = host.split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    deep = deep or ".".join(labels[-2:]) in _SHARED
    found = ".".join(labels[-3:] if deep else labels[-2:])
    return _SHORT_NAMES.get(found, found)


def is_archive(link: Link) -> bool:
    """Whether a link leads to an archive that does not tell of which page it keeps a copy."""
    return bool(_ARCHIVE.match(link.target.partition("/")[0]))


def is_private(link: Link) -> bool:
    """Whether a link leads into somebody's own network, where nobody else can follow it."""
    return bool(_PRIVATE.match(link.target))


def swaps_account(before: str, after: str) -> float:
    """1 where an account for money was put for another, 0.6 where an address for mail or messages was; else 0."""
    old, new = _accounts(before), _accounts(after)
    lost, gained = old - new, new - old
    if not lost or not gained:
        return 0.0
    if any("@" not in one for one in lost) and any("@" not in one for one in gained):
        return 1.0
    written = [(one, other) for one in lost for other in gained if "@" in one and "@" in other]
    return 0.6 if any(_is_mail(one) or _looks_like(one, other) for one, other in written) else 0.0


def _accounts(text: str) -> set[str]:
    """Addresses and accounts of a text in one form: blanks and the case of addresses do not matter."""
    found = {"".join(match.group().split()) for match in _ACCOUNT.finditer(text)}
    return {one.lower() if "@" in one and not one.startswith("@") else one for one in found if not _HASH.fullmatch(one)}


def _is_mail(address: str) -> bool:
    """Whether it is no mention of somebody."""
    return not address.startswith("@")


def _looks_like(one: str, other: str) -> bool:
    """Whether two mentions can be taken for each other; short ones are alike by chance."""
    if len(one) < _LONG_NAME or one.lower() == other.lower():
        return False
    return OSA.distance(one, other, score_cutoff=_ALIKE) <= _ALIKE


def is_anothers(old: Link, new: Link) -> bool:
    """Whether two pages of a site that hosts everybody's, such as videos or fundraisers, are two people's or things.

    Two pictures of a code to be scanned are two things as well.
    """
    if _PICTURE.search(old.target.lower()) and _SCANNED.search(f"{old.anchor} {old.target.lower()}"):
        return True
    owners = _OWNED.match(old.target), _OWNED.match(new.target)
    if owners[0] and owners[1]:
        return owners[0].group(1).lower() != owners[1].group(1).lower()
    if not (_PEOPLES.match(f"{old.target}/") and _PEOPLES.match(f"{new.target}/")):
        return False
    return _page(old) != _page(new)


def _page(link: Link) -> str:
    video = _VIDEO.search(link.target)
    return video.group(1) if video else link.target.partition("?")[0]


def is_shortener(domain: str) -> bool:
    """Whether a domain hides where its links lead."""
    return domain in _SHORTENERS


def is_reference(domain: str) -> bool:
    """Whether a domain is one that people cite, not sell by."""
    return domain in _REFERENCE


def promotes(text: str) -> bool:
    """Whether the words around a link advertise."""
    return bool(_PROMOTES.search(lowered(text)))


def is_source(text: str) -> bool:
    """Whether the words around a link say that it is where something is from."""
    return bool(_SOURCE.search(lowered(text)))


def asks_for_link(text: str) -> bool:
    """Whether a reply asks for a source or a link."""
    return bool(_ASKS.search(lowered(text)))


def asks_to_buy(text: str) -> bool:
    """Whether a reply asks whether, or where, something can be bought."""
    return bool(_ASKS_TO_BUY.search(lowered(text)))


def calls_broken(text: str) -> bool:
    """Whether a reply says that a link does not open, or only for money."""
    return bool(_BROKEN.search(lowered(text)))


def is_same_file(link: Link, others: Iterable[Link]) -> bool:
    """Whether a link ends in the name of a file that one of the others ends in."""
    name = _file(link)
    return bool(name) and any(_file(other) == name for other in others)


def _file(link: Link) -> str:
    last = link.target.partition("?")[0].rpartition("/")[2]
    return last if "." in last[1:-1] else ""


def hosts_copies(link: Link) -> bool:
    """Whether a site by its name keeps copies: an archive, a mirror, a picture store of Lemmy, an open front end."""
    return bool(_COPIES.match(link.target.lower())) and not sells(link)


def sells(link: Link) -> bool:
    """Whether the address itself wants something sold or clicked."""
    return bool(_SELLING.search(link.target.lower())) and not is_reference(link.domain)
