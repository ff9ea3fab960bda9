"""Menace and contempt without a rude word, as they are put into a comment afterwards.

Tone hears rude words; these hide in polite ones. Any of them is said by decent people too, so they count only where an
edit brought them in late or under answers, never in a comment as it was posted.
"""

import re
from functools import lru_cache

from bot.churn.lexicon import HARSH
from bot.churn.phrases import Phrases
from bot.text import letters_of, lowered

_WHOM = r"(?:you|he|she|they|him|her|them|somebody|someone|anybody|your|his|their|these|those|the|this|that|all|every\w*|any\w*|some\w*|people|each|one)"
_FATE = (
    r"(?:die[sd]?|dead|death|dying|hang(?:ed|ing)?|shot|shoot|burn(?:s|ed|t|ing)?|suffer\w*|rot|beat(?:en)?|bleed|choke[sd]?|drown(?:s|ed)?|crash(?:es)?|cancer|sterili[sz]ed"
    r"|neutered|gassed|put down|put to sleep|culled?|exterminat\w+|eradicat\w+|wiped out|got rid of|run over|hurt|harm|stab\w*|rope|noose|bullets?|lamp ?posts?|petrol|gone? up in (?:flames|smoke)|guillotine|firing squad|buried|grave|stay(?:ed)? (?:in hospital|down|dead)|on fire)"
)
_LIMB = r"(?:legs?|arms?|necks?|fingers?|jaws?|noses?|faces?|teeth|bones?|skulls?|heads?|ribs|backs?|throats?|mouths?|eyes?|knees?|kneecaps?)"
_MENACE = Phrases(
    r"\b(?:"
    r"burn(?:s|ing|ed|t)? [^.!?\n]{0,40}\bdown\b[^.!?\n]{0,20}\b(?:with|and) (?:her|him|them|you|every(?:one|body))\b|(?:she|he) (?:walks|jogs|runs|drives|parks|leaves|comes home|goes home|lives) [^.!?\n]{0,60}\b(?:alone|on (?:her|his) own|by (?:her|him)self|no (?:lights?|cameras?|witnesses))\b|14/88|1488|sieg heil|heil hitler|white power|rahowa|blut und ehre|"
    r"i(?:'ve)? (?:also |still |now )?(?:know|knew|found out|looked up|seen|saw) (?:exactly |very well )?(?:where|which|what|when|that|your|his|her|their) [^.!?\n]{0,60}\b(?:live[sd]?|park\w*|work(?:s|ed)?|train|bus|schools?|garage|house|home|street|address|door|windows?|sleeps?|walks?|kids|child(?:ren)?|daughter|son|bend|route|car|gym|face)\b"
    r"|(?:would|'d|might|could) be (?:such |rather |very |so |really |quite )?(?:an? )?(?:real |great |terrible )?(?:pity|shame|sad|tragic|terrible|awful|unfortunate)\b(?! to (?:miss|lose|waste|not))[^.!?\n]{0,30}(?:\bif\b[^.!?\n]{0,40}\b(?:happen\w*|fire|burn\w*|accident|her|his|your|someone|anything|something)\b|[.!?]|$)"
    rf"|(?:some(?:body|one)|one of you|any(?:body|one)|people|we|i|they|you) (?:all |just |really )?(?:should|ought to|needs? to|must|could|might|would|will|'ll|may) (?:just |all |finally |really )?(?:have )?(?:wait(?:ed)? for (?:him|her|them|you)|pay (?:him|her|them|you) a visit|visit (?:him|her|them|you)|teach (?:him|her|them|you)|beat|break|shoot|burn|hang|hurt|silence|shut (?:him|her|them|you) up|take care of (?:him|her|them|you)|deal with (?:him|her|them|you)|remind (?:him|her|them|you)|follow (?:him|her|them|you)|find (?:him|her|them|you))\b"
    rf"|(?:deserves?d?|should(?:'ve| have)?|ought to|needs? to|must|has to|have to|hope|hoping|wish|pray|looking forward|can'?t wait|want|wouldn'?t mind|glad|about time|high time|high time that)\b[^.!?\n]{{0,20}}\b{_WHOM}\b[^.!?\n]{{0,40}}\b{_FATE}\b"
    rf"|{_WHOM}\b[^.!?\n]{{0,30}}\b(?:deserves?d?|should(?:'ve| have| be| all| just)?|ought to|need(?:s|ed)? to|belongs?|must) (?:be |all |get |just |have |really |fucking |in an? )*{_FATE}\b"
    rf"|(?:break|smash|crush|bash|kick|knock|cave|slit|cut) (?:in )?(?:his|her|your|their|every|both|that) (?:\w+ )?{_LIMB}\b|(?:brick|bottle|fist|knife|bullet|bat|hammer|boot|axe|acid) (?:right |straight )?(?:through|in|into|to|across|over|between|down) (?:his|her|your|their|the|that) (?:\w+ )?(?:{_LIMB}|windows?|windscreens?|door)\b"
    r"|i(?:'ll| will) be (?:waiting|watching) (?:for (?:you|him|her|them)|you|outside|there|in the dark)\b|(?:nobody|no one|noone) (?:hears|will hear|would hear|can hear) (?:you|him|her|them|anything|a thing)\b|(?:wait|waiting) (?:(?:there |here |outside |at \w+ )for (?:you|him|her|them)|for (?:you|him|her|them) (?:there|outside|at|after|in|behind|by|with))\b"
    r"|should(?:'ve| have|a) been (?:put down|drowned|aborted|strangled|gassed|shot|sterili[sz]ed|swallowed|smothered)\b"
    r"|\d{1,4}[a-z]? (?:(?!(?:the|a|to|and|of|on|in|from|by) )[a-z]+ ){1,2}(?:street|road|lane|avenue|drive|close|court|crescent|terrace)\b[^\n]{0,100}\b(?:lives?|works|drives|say hi|say hello|visit|at home|alone|in person|his|her)\b|(?:lives?|living|find (?:him|her|them)) (?:at|on|in) [^.!?\n]{0,30}\b(?:street|road|lane|avenue|close|court|crescent|terrace)\b"
    r"|won'?t brake\b|accidents (?:do )?happen\b|things happen\b|watch your (?:back|step)\b|(?:lock|check) your (?:doors?|windows?|brakes)\b|look over your shoulder\b|one eye open\b|you(?:'ll| will) (?:see(?: what)?|regret|be sorry|pay for|find out|get what|wish)\b"
    r"|(?:see|find|get|visit|meet) you (?:soon|there|at|on your|in person|after|outside|tonight|tomorrow)\b|we(?:'ll| will| know how to) (?:find|come for|visit|get|deal with) (?:you|him|her|them)\b|com(?:e|ing) (?:for|after) (?:you|him|her|them)\b|i(?:'d| would) (?:stop|shut up|be careful|think twice|watch)\b[^.!?\n]{0,40}\bif i were\b"
    r"|(?:his|her|their|your|whose) (?:real|full) name\b|real name (?:is )?[a-z]+ |(?:lives?|living) (?:at|on|in) (?:number )?\d+\b|(?:flat|apartment|number|no\.?) \d+[a-z]?,? [^.!?\n]{0,40}\b(?:street|road|lane|avenue|drive|close|way|court|square|house)\b|\d+[a-z]? [a-z]+ (?:street|road|lane|avenue)\b[^.!?\n]{0,40}\b(?:floor|door|flat|home|alone|nobody|until|at night|works?)\b"
    r"|(?:walks?|home|is|are|be|sits|comes|goes|lives) (?:home )?alone\b[^.!?\n]{0,40}\b(?:at|on|every|after|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|nights?|until)\b|(?:kids?|child|children|girls?|boys?|daughters?|sons?)\b[^.!?\n]{0,60}\b(?:schools?|bus stop|playground|lets? out|gate|alone|pity|shame|careful|would be)\b[^\n]{0,60}\b(?:pity|shame|careful|sad|would be|know|watch)\b"
    r"|one (?:good )?(?:shot|bullet|match)\b|(?:bring|with|of|can of|some) (?:petrol|gasoline|matches|torches|pitchforks|rope|a rope)\b|do (?:us|everyone|everybody|the world|yourself|your (?:family|mother)) (?:all )?a favou?r\b|(?:end|kill|off) (?:yourself|himself|herself|themselves|it all)\b|don'?t be here (?:tomorrow|any ?more)\b|better off (?:without (?:you|him|her|them)|dead)\b|would be relieved\b|k\W{0,2}y\W{0,2}s\b"
    r"|(?:angezündet|anzünden|abfackeln|an die wand|erschie(?:ß|ss)\w+|vergas\w+|verrecken|aufhängen|weiß (?:inzwischen |jetzt |auch )?,? ?(?:wo|in welcher|wann) [^.!?\n]{0,30}\b(?:du|er|sie|dein\w*|wohn\w+)|steht mal (?:wer|jemand) vor|wissen,? wo (?:du|er|sie)|wäre (?:doch )?schade,? wenn|pass (?:gut )?auf dich auf)\b"
    r"|(?:je sais où|on sait où|ce serait dommage (?:si|qu)|mérit\w+ de (?:mourir|crever|souffrir)|au bûcher|qu'(?:il|elle|ils|elles) crèvent?|sé dónde (?:vive|trabaja)|sabemos dónde|sería una pena (?:si|que)|merece[ns]? (?:morir|que)|so dove (?:abit|viv|lavor|sta)\w*|sarebbe un peccato se|meritano? di (?:morire|bruciare)|sei onde (?:mora|trabalha|vive)|seria uma pena se|merecem? morrer|na coleira)\b"
    r"|(?:ik weet waar|wij weten waar|zou jammer zijn als|verdien\w+ (?:het|de dood|een kogel)|wiem,? gdzie (?:mieszk|prac)\w*|szkoda by było|zasługuj\w+ na|знаю,? где|жаль будет,? если|травить|расстрел\w+|вешать|сжечь)\b"
    r")"
)
_DEHUMANISING = Phrases(
    r"\b(?:"
    r"(?:infest\w*|vermin|cockroach\w*|locusts?|lice|parasit\w+|leeches|swarm\w*|subhuman\w*|untermensch\w*|half-?breeds?|mongrels?|apes?|savages|degenerates?|filth|scum|rats|maggots|breed like|breed,|multiply(?:ing)? like|they breed|multiplying|overrun|invaders?|plague|tumou?rs?|a cancer|(?:a|the|that|this) (?:sickness|disease|infection|pest))\b"
    r"|(?:not|n'?t|hardly|barely|less than) (?:really |even |quite |fully )?(?:people(?! (?:think|say|believe|expect|claim|who|like|used|would|can|do|are|were|assume|reali[sz]e))|humans?|human beings|one of us|like us)\b|(?:certain|those|these|such) (?:peoples|creatures|specimens|animals|things)\b|(?:incapable|not capable|aren'?t capable) of (?:living|thinking|civili[sz]\w+|decency)\b|among us\b|(?:their|your|that|this|his|her) (?:kind(?! (?:words?|help|repl(?:y|ies)|offers?|support|messages?|regards|comments?|wishes|thoughts|attention|of)\b)|sort|ilk|breed|tribe|blood|lot)\b|in (?:their|his|her|its) (?:blood|nature|genes|dna)\b"
    r"|(?:jews?|zionists?|muslims?|blacks|gays|gypsies|immigrants|globalists) (?:own|control|run|rule|are behind|did|want to|are taking|have taken|are replacing|breed)\b"
    r"|(?:which|what|that|the) tribe\b|(?:should|ought to|are|be) (?:not |never )?(?:allowed to )?(?:vote and )?(?:breed|reproduce|have (?:children|kids))\b|(?:don'?t|never|shouldn'?t|please don'?t) (?:have (?:any )?(?:children|kids)|breed|reproduce|procreate)\b|back (?:to|on) (?:the|their|where) (?:jungle|trees?|boats?|caves?|came|come|belong|zoo|kitchen)\b|(?:send|sent|ship|deport) (?:them|all of them|you|him|her)(?: all)? (?:back|home|off)\b"
    r"|(?:ungeziefer|(?:das|dieses|dem|solches|so ein|dreckiges|asoziales) pack|lumpenpack|gesindel|abschaum|parasiten|heuschrecken|kakerlaken|rattenpack|keine menschen|eingeschleppt|verseucht|vermine|cafards|nuisibles|sous-hommes|pas des humains|plaga|cucarachas|alimañas|no son personas|no son humanos|scarafaggi|parassiti|feccia|non sono (?:persone|umani)|praga|baratas|parasitas|macacos?|não são gente|ongedierte|kakkerlakken|tuig|geen mensen|zitten overal|robactwo|karaluch\w*|szarańcza|nie ludzie|саранча|тараканы|паразиты|нелюди|не люди|расплодились|понаехали)\b"
    r")"
)
_CONTEMPT = Phrases(
    r"\b(?:"
    r"(?:bend over|(?:show|send) (?:us|me) (?:your|the|those|some) (?:tits|boobs|ass|arse|goods|body|nudes?|feet|legs)|(?:jerk(?:ed|ing)?|wank(?:ed|ing)?|fapp?(?:ed|ing)?) (?:off|to|over)|nice (?:tits|ass|arse|rack|boobs)|what'?s under (?:the|that|your) \w+|sit on (?:my|his) (?:face|lap|cock)|want to see you (?:naked|undress)|undress for)\b"
    r"|(?:dirty|filthy|stinking|smelly|greasy|thieving|bloody|damn|fucking|lazy) (?:\w+ )?(?:indians?|jews?|arabs?|muslims?|gyps(?:y|ies)|romanians?|mexicans?|immigrants?|foreigners?|refugees?|africans?|blacks?|chinese|poles?|turks?|pakistanis?|gays?|queers?|trann(?:y|ies)|asians?)\b"
    r"|(?:people|some(?:one|body)|any(?:one|body)|men|women|those|types?|folks?|idiots|guys|girls|a (?:man|woman|person)) like (?:you|him|her|them|that)\b|the likes of (?:you|him|her|them)\b|you (?:people|lot)\b|(?:whiny|fat|ugly|old|stupid|dim|thick|little|sad|pathetic|talentless|brainless|clueless|hysterical|senile|greasy|smelly) (?:old |fat |ugly |little |sad )?(?:hag|cow|pig|man|woman|girl|boy|loser|thing|creature|spinster|bag|witch|child|parasites?|sheep)\b"
    r"|nothing (?:else|better|more) (?:to do )?(?:in|with) (?:his|her|your|their) (?:sad |sorry |little )*li(?:fe|ves)\b|no thanks to (?:any of )?(?:you|them|him|her)\b|as if to a (?:toddler|child|baby|dog|five)|an insult to (?:all )?\w+s\b|(?:wenn|dass) man (?:die |solche )?(?:weiber|frauen) [^.!?\n]{0,20}(?:ranl|lässt|lasst)|(?:zurück |wieder )?an den herd\b|retourne (?:à|en) (?:ta )?cuisine\b|vuelve a (?:la|tu) cocina\b|torna in cucina\b"
    r"|good for nothing\b|no brains? (?:available|at all|required|involved|needed)\b|self-appointed \w+s\b|(?:none|not one) of you (?:should|ought to|deserves?|is fit|can)\b|leech\w* off\b|so (?:eine[rn]?|was) [^.!?\n]{0,25}\b(?:abgeschoben|abschieben|rausgeworfen|rauswerfen|verschwindet)\b|waste of (?:air|space|oxygen|skin|sperm)\b|too (?:dim|thick|stupid|slow|dumb|simple|feeble|lazy) (?:to|for)\b|(?:half-?wits?|dimwits?|simpletons?|imbeciles?|cretins?|peasants?|plebs?|bimbos?|spinsters?|hags?|drivel|village idiot|laughing ?stock|brain cells?|room temperature|low iq|iq of)\b|(?:how|wie) (?:stupid|thick|dim|dumb|daft|blöd|dumm|doof) (?:can|kann|must|muss|do) (?:you|one|a person|man|people|sie|er)\b|alte (?:schachtel|schrulle|hexe|kuh)|alter (?:sack|knacker)|vergüenza ajena|vieille (?:bique|peau|carne|folle)|vieux (?:con|débris|croûton)|nobody (?:likes|loves|wants|asked|cares|would miss|will miss|misses)\b|(?:laugh|laughing|laughed) (?:at|about) (?:you|him|her|them)\b"
    r"|what (?:is it|it is|it'?s) like to be\b|must be (?:hard|sad|exhausting|nice) being\b|one only has to\b|each time someone like\b|(?:kept|keep|stay) away from (?:children|keyboards?|people|a keyboard|the internet)\b|(?:his|her|your|their) (?:mother|mum|mom|parents|wife|husband) (?:should|would|must|is|was|would'?ve)\b|(?:should|ought to) have (?:swallowed|stayed (?:in|at)|been (?:aborted|drowned|put))\b|never (?:been|be) (?:loved|wanted|missed)\b"
    r"|(?:know|learn|remember|find) (?:your|her|his|their) place\b|go back to (?:the |your )?(?:kitchen|school|sleep|where|kindergarten|your country)\b|cry ?(?:harder|about it|more|baby)\b|(?:bless|aww?) (?:your|his|her) (?:little |tiny )?(?:heart|brain|head)\b|(?:embarrass\w+|ashamed) (?:to|for) (?:be|share|your|the same)\b|(?:bored|lonely|frustrated|fat|ugly) (?:housewi(?:fe|ves)|virgins?|incels?|spinsters?)\b|(?:leute|typen|menschen|frauen) wie (?:du|dich|dir|ihn|sie)\b|gens comme (?:toi|vous)\b|gente como (?:tú|tu|vos|usted|você|te)\b|mensen zoals jij\b|(?:ludzie tacy|tacy) jak ty\b|такие,? как ты\b"
    r")"
)


_DANGER = Phrases(
    r"\b(?:rm -[rf]{2}\w* (?:--no-preserve-root )?(?:/\*?|~(?:/\*?)?|\*|\.\.?/?)(?![^\s`;&|])|mkfs\.\w+ /dev|dd if=/dev/(?:zero|random|urandom) of=/dev|:\(\)\{ ?:\|:|(?:delete|remove) (?:the )?system ?32|format c:|chmod -r 777 /"
    r"|(?:drink|drank|swallow|inject|gargle) (?:some |a \w+ of |the )?(?:bleach|antifreeze|petrol|methanol|turpentine|borax)|(?:saucer|bowl|bit|drop|splash|dash) of (?:antifreeze|rat poison)|(?:turn|switch) off (?:your |the )?(?:antivirus|defender|firewall)|disable (?:your |the )?(?:antivirus|defender|firewall)|(?:with|leav(?:e|ing)|keep) the (?:breaker|mains|power|fuse|electricity|current) on\b|\b(?:breaker|mains|fuse) on\b(?! (?:the|a|your)\b)|no need to (?:turn|switch) (?:the )?(?:breaker|mains|power|electricity|it) off|(?:mix|add|pour|combine|put)\w* [^.!?\n]{0,40}\b(?:bleach|ammonia|chlorine)\b[^.!?\n]{0,40}\b(?:vinegar|ammonia|bleach|acid|toilet cleaner)"
    r"|(?:vinegar|ammonia|acid)\b[^.!?\n]{0,30}\b(?:with|and|plus|into|(?:then|and) (?:pour|add|top))\b[^.!?\n]{0,30}\bbleach|(?:vinegar|ammonia|acid)\b[^.!?\n]{0,100}(?:[.!?] (?:and|then|also|plus) [^.!?\n]{0,30})?\b(?:glug|splash|dash|drop|cup|capful|bit|lot|squirt|shot) of bleach|bleach\b[^.!?\n]{0,30}\b(?:and|plus|into|then|with)\b[^.!?\n]{0,30}\b(?:vinegar|ammonia|acid|toilet cleaner)\b|(?:feed|give|gave|slip|throw) (?:it|him|her|them|(?:the|his|her|their|your) \w+) [^.!?\n]{0,20}\b(?:(?:rat |mouse )?poison|antifreeze|xylitol)\b|chlor\w*\b[^.!?\n]{0,30}\b(?:mit|und|plus) [^.!?\n]{0,20}\b(?:essig\w*|ammoniak|zitronensäure|salzsäure)\b|javel\b[^.!?\n]{0,30}\b(?:avec|et|plus) [^.!?\n]{0,20}\b(?:vinaigre|ammoniaque|acide)\b|lejía\b[^.!?\n]{0,30}\b(?:con|y|más) [^.!?\n]{0,20}\b(?:vinagre|amoníaco|amoniaco)\b|candeggina\b[^.!?\n]{0,30}\b(?:con|e|più) [^.!?\n]{0,20}\b(?:aceto|ammoniaca)\b|(?:grease|oil|fat|chip pan) (?:fire|burns|is burning)\b[^\n]{0,40}\b(?:throw|pour|put|chuck|use) [^.!?\n]{0,30}\bwater\b|(?:throw|pour|put|chuck) [^.!?\n]{0,30}\bwater\b[^.!?\n]{0,20}\b(?:burning|grease fire|hot oil|hot fat)\b"
    r"|(?:stop|quit|skip|bin|throw away|flush|come off) (?:taking |using )?(?:your|the|his|her|all|their) (?:insulin|meds|medication|medicine|pills|antidepressants|chemo\w*|inhaler|lithium|blood thinners|heart pills|epipen)|(?:tape|cover|take) (?:over |the battery out of |the batteries out of )?(?:the |your )?(?:smoke|co|carbon monoxide) (?:alarm|detector)"
    r"|(?:have|give|enter|send|tell|reply with|keep|type in|dm|read out|share|post) [^.!?\n]{0,40}\b(?:card number|pin(?: (?:code|number))?|cvv|passwords?|seed phrase|recovery (?:phrase|words)|(?:12|24|twelve|twenty-four) (?:\w+ )?words|private keys?|one-?time code|sort code|login details|bank details)\b|(?:take|swallow) (?:all|the whole|thirty|forty|fifty|a handful|the entire) [^.!?\n]{0,20}\b(?:pills|tablets|paracetamol)|(?:cinnamon|garlic|turmeric|bleach|ivermectin|urine|apricot kernels|baking soda) [^.!?\n]{0,20}\b(?:cures?|cured|heals?|healed|kills? cancer))"
)
_NOBODY = Phrases(
    r"\b(?:tumou?rs?|chemo\w*|virus|illness|migraines?|depression|weeds?|slugs?|snails?|mosquito\w*|wasps?|moths?|mou?ld|aphids?|bed ?bugs?|fleas?|ticks|printers?|routers?|drivers?|compilers?|bindweed|knotweed)\b"
)
"""What people curse, and nobody minds."""


_WARNS = re.compile(
    r"\b(?:never|not|\w+n't|dont|cannot|nobody should|avoid|stop|instead of|rather than)\b[^.!?\n]{0,30}\Z"
)
"""What stands before words that are said to be no good, up to them."""
_STEM = 4
"""Letters by which a word of a phrase is known again."""
_MOST = 4000
"""Characters that are searched."""
_NEVER = re.compile(r"\b(?:never|not|\w+n't|dont)\b")
_QUOTED = re.compile(
    r"^[ \t]{0,3}>[^\n]*$|[\"“„«][^\"“”«»„\n]{3,400}[\"”»“]|(?<!\w)['‘](?:[^'‘’\n]|(?<=\w)['’](?=\w)){3,400}['’](?!\w)",
    re.MULTILINE,
)
_MARKED = re.compile(r"[>\"“„«‘]|(?<!\w)'")
"""What stands where something is quoted."""
_YOU = Phrases(
    r"\b(?:you|your|yours|you're|yourself|yourselves|u|ur|du|dich|dir|dein\w*|euch|euer|eure\w*|tu|toi|te|vous|votre|vos|usted\w*|vosotr\w+|ti|voi|vi|você|vocês|teu|tua"
    r"|je|jij|jou|jullie|ty|ci|cię|ciebie|wasz\w*|ты|тебя|тебе|твой|вы|вас|вам)\b"
)


_TECHNICAL = re.compile(
    r"\b(?:pids?|pgrep|pkill|(?:child|parent) process(?:es)?|daemons?|kernel|sigkill|sigterm|kill -9|cron ?(?:jobs?|tabs?)?|sql|query|queries|hash join|repos?|compilers?|explain"
    r"|bios|git|docker|containers?|nodes?|clusters?|replicas?|mutex|deadlocks?|garbage collector|systemd|stack ?trace|backups?|boot(?:s|ing)?|master cylinder|composite index|temp table"
    r"|clutch|cylinders?|hydraulics?|bleed nipple|gearbox|brakes?|pedal|carburett?or|gasket|valves?|prozesse?|processus|procesos?|processi|processos?|процесс\w*)\b"
)
_TECHNICAL_WORDS = 2
"""Different ones that make a text one of machines, which are killed, hang and have slaves."""


def speaks_of_machines(text: str) -> bool:
    """Whether a text is about machines or programs, to which some rude words are terms, and has none that never are."""
    lower = lowered(text[:_MOST])
    terms = {term.rstrip("s") for term in _TECHNICAL.findall(lower)}
    return len(terms) >= _TECHNICAL_WORDS and HARSH.isdisjoint(letters_of(lower))


def addresses(fresh: str, before: str) -> bool:
    """Whether ``fresh`` speaks to somebody and ``before`` spoke to nobody."""
    return bool(_YOU.search(lowered(fresh))) and not _YOU.search(lowered(before))


def menaces(fresh: str, before: str, after: str) -> int:
    """How many threats and words that make no humans of people ``fresh`` has that ``before`` had not.

    And how many deadly advices ``after`` has, the whole text: those are given in several sentences.
    """
    own = _own(fresh)
    deadly = _unwarned(_own(after)) if own or "`" in after else set()  # a blank in code is no word that came
    found = _new(_MENACE, own, before) + _new(_DEHUMANISING, own, before)
    if found and _NOBODY.search(own):
        found = 0
    return found + (len(deadly - _unwarned(_own(before))) if deadly else 0)


def despises(fresh: str, before: str) -> int:
    """How many words of contempt for a person ``fresh`` has that ``before`` had not."""
    return _new(_CONTEMPT, _own(fresh), before)


@lru_cache(maxsize=64)
def _own(text: str) -> str:
    """What is searched: the author's own words in lower case."""
    lower = lowered(text[:_MOST])
    return _QUOTED.sub(" ", lower) if _MARKED.search(lower) else lower


def _new(pattern: Phrases, own: str, before: str) -> int:
    found = {match.group() for match in pattern.finditer(own)}
    if not found:
        return 0
    stood = lowered(before)
    fresh = [words for words in found if words not in stood]
    if not fresh or pattern.search(stood) is None:
        return len(fresh)
    stems = {word[:_STEM] for word in letters_of(stood)}
    return sum(not _said_before(words, stems) for words in fresh)


def _said_before(words: str, stems: set[str]) -> bool:
    """Whether most words of a phrase stood in a text that had one of its kind already."""
    weighty = [word for word in letters_of(words) if len(word) >= _STEM]
    return 2 * sum(word[:_STEM] in stems for word in weighty) > len(weighty)


def _unwarned(own: str) -> set[str]:
    """Deadly advice of a text that it does not warn of."""
    return {
        match.group()
        for match in _DANGER.finditer(own)
        if not _WARNS.search(own, 0, match.start()) and not _NEVER.search(match.group())
    }
