"""Words whose coming or going turns a sentence round, and words that say nothing of what a text is about."""

NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor cannot cant can't don't doesn't didn't isn't aren't wasn't
    weren't won't dosent doesent dosnt dident didint wouldn't shouldn't couldn't haven't hasn't hadn't ain't mustn't needn't mightn't shan't daren't oughtn't hardly barely dont doesnt didnt isnt arent wasnt
    werent wont wouldnt shouldnt couldnt havent hasnt hadnt
    nicht kein keine keinen keinem keiner nie niemals pas jamais aucun aucune rien nunca jamás tampoco ningún ninguna non
    mai nessuno niente não jamais nenhum nenhuma niet geen nooit nie nigdy żaden żadna не нет никогда никто ничего нельзя
    nadie ninguém niemand nichts niets nikt nic nessun nessuna""".split()
)

DENIALS = NEGATIONS | frozenset(
    """unlikely doubt doubts doubted fail fails failed lack lacks lacked refuse refuses refused deny denies denied few little
    except cease ceased stop stopped""".split()
)
"""Words that deny without saying "not"."""

_PAIRS = """support/oppose support/against favour/against favor/against todos/nadie tous/personne alle/keiner tutti/nessuno pour/contre für/gegen pro/contra
    voor/tegen za/przeciw за/против favor/contra favore/contro mit/ohne avec/sans con/sin con/senza met/zonder
supports/opposes supported/opposed agree/disagree love/hate loved/hated like/dislike true/false
safe/dangerous safe/unsafe guilty/innocent always/never more/less better/worse best/worst good/bad right/wrong won/lost
win/lose up/down increase/decrease increased/decreased rise/fall rose/fell allow/ban allowed/banned legal/illegal
possible/impossible all/none yes/no for/against before/after above/below open/closed with/without help/harm
trust/distrust accept/reject accepted/rejected approve/disapprove everyone/nobody everything/nothing
first/last high/low higher/lower hot/cold buy/sell north/south east/west left/right attacked/defended cheap/expensive
easy/hard fair/unfair proven/unproven happy/unhappy likely/unlikely healthy/unhealthy pass/fail passed/failed
welcome/unwelcome friend/enemy hero/villain keep/remove start/stop started/stopped success/failure strong/weak
more/fewer good/sad happy/sad glad/sorry glad/sad recommend/avoid keep/drop keeps/drops kept/dropped keep/scrap keep/abolish raise/cut raised/cut lower/raise most/least many/few every/no some/no rarely/often
northern/southern eastern/western northward/southward eastward/westward northbound/southbound eastbound/westbound
seldom/often great/terrible brilliant/awful excellent/terrible correct/incorrect vegetarian/meat yesterday/tomorrow
shortest/longest fastest/slowest biggest/smallest largest/smallest highest/lowest cheapest/priciest oldest/newest oldest/youngest hottest/coldest
nearest/farthest richest/poorest strongest/weakest easiest/hardest longer/shorter bigger/smaller larger/smaller faster/slower older/newer
older/younger hotter/colder earlier/later early/late long/short big/small large/small fast/slow thick/thin wide/narrow deep/shallow
heavier/lighter richer/poorer stronger/weaker easier/harder full/empty gain/lose gained/lost upper/lower majority/minority clockwise/anticlockwise
clockwise/counterclockwise forwards/backwards forward/backward public/private tighten/loosen tight/loose add/remove push/pull inside/outside
honest/dishonest brave/cowardly wonderful/horrible lovely/horrible beautiful/ugly"""
_SIDES = [pair.split("/") for pair in _PAIRS.split()]
OPPOSITES = {
    word: frozenset(other for sides in _SIDES if word in sides for other in sides if other != word)
    for pair in _SIDES
    for word in pair
}
"""For each word those that say the opposite of it."""

COMMON_ENGLISH = frozenset(
    "the and of to is it for you that on with are be this was have not but they he she we our your what from at or if my".split()
)
"""Words of which hardly an English sentence has none."""

COMMON_GERMAN = frozenset("der die das und nicht ist ein eine ich wir mit den dem auf zu im von sich es auch".split())
"""The same of German ones, in which every noun is written as a name is."""

NONE_OF = frozenset(
    """no without kein keine keinen ohne pas sans aucun aucune sin ningún ninguna senza nessun nessuna niente sem nenhum nenhuma geen
    zonder bez żadnych без""".split()
)
"""Words before a thing that is not there or not wanted."""

EMPTY = frozenset(
    """the and that this with from have been were would could should their there they them then than what when where which
    while will your you're yours about after again also although always another around because before being below between
    both came come does doing done down during each either else even ever every from further going gone good have having
    here hers herself himself into itself just know like made make many might more most much must myself need only onto
    other ours over really same seem self shall since some someone something still such take tell than thing things think
    those though through today together under until upon very want well went were whatever whether whose within without
    yes yeah yet i'm i've i'd i'll it's that's there's don't doesn't didn't can't won't isn't wasn't people said says
    actually basically probably maybe quite rather pretty honestly literally kind sort lot lots bit long time year years
    back first last never ever able less least next nothing anything everything anyone everyone edit edited update""".split()
)
"""Common words of four letters or more."""

NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100", "thousand": "1000"}
"""Numbers that people write out."""

FIRST_PERSON = frozenset(
    """we us our we're we've we'd wir uns unser unsere nous notre nos nosotros nuestro noi ci nostro wij ons my nas nasz мы нас нам i me my mine myself i'm i've i'd i'll ich mich mir mein meine meinen meinem meiner je j'ai me moi mon ma mes yo mi mí io
    mio mia eu meu minha ik mij mijn ja mnie mi mój moja я меня мне мой моя мою""".split()
)
"""The author, who did something or to whom it was done."""
DOING = frozenset("i we ich wir je nous yo nosotros io noi eu ik wij ja my я мы".split())
"""The author as who did it."""
OTHER_PERSONS = frozenset(
    """he him his she her they them their you your he's she's they're er ihn ihm sein seine sie ihr ihre du dich dir dein il elle
    ils elles lui leur tu él ella ellos lei gli suo sua loro ele ela eles dele dela seu sua hij hem
    zijn zij haar jij jou ona oni jego jej ją он она они его её ему ей им ты тебя тебе""".split()
)
"""Anybody else."""
HAVING = frozenset("have has had habe haben hast hatte hatten avais avait avez heeft hebben mam miał miała".split())
"""Verbs that only help others."""
BY = frozenset("by from von vom durch par por da dal door przez was were been got wurde wurden".split())
"""Words that turn a sentence round and leave its meaning: "I was told by him", "he told me"."""

UNITS = frozenset(
    """mile miles mi km kilometre kilometres kilometer kilometers metre metres meter meters foot feet ft inch inches cm mm yard
    yards pound pounds lb lbs kg kilo kilos g gram grams ounce ounces oz stone litre litres liter liters gallon gallons
    quart quarts pint pints stick sticks cup cups mg tsp tbsp teaspoon teaspoons tablespoon tablespoons ml dl °c °f c f celsius fahrenheit mph kmh kph knots acre acres hectare hectares
    pond ponden pfund livre livres libra libras funt funty funtów фунт фунта el tl eetlepel eetlepels theelepel theelepels esslöffel teelöffel
    cucchiaio cucchiai cucchiaino cucchiaini cucharada cucharadas cucharadita cucharaditas colher colheres łyżka łyżki łyżeczka łyżeczki
    am pm utc gmt cet cest est edt pst pdt bst h uhr hours hour minutes minute min seconds second sec days day weeks week
    months month gb mb kb tb gib mib kib dollars dollar usd euro euros eur gbp cents £ € $ percent prozent %""".split()
)
"""What is counted or measured in: a number that changes with its unit says the same otherwise."""

UNIT_KINDS = {
    name: (names.split()[0], kind)
    for kind, units in {
        "spoon": "tsp teaspoon teaspoons/tbsp tablespoon tablespoons/cup cups",
        "weight": "mg milligram milligrams/g gram grams/kg kilo kilos",
        "length": "mm/cm/m metre metres meter meters/km kilometre kilometres",
        "volume": "ml/dl/l litre litres liter liters",
        "time": "second seconds sec/minute minutes min/hour hours h/day days/week weeks/month months/year years",
        "heat": "celsius °c/fahrenheit °f",
        "money": "$ dollar dollars usd/€ euro euros eur/£",
    }.items()
    for names in units.split("/")
    for name in names.split()
}
"""For each unit one name of it, and what it measures: one put for another of its kind is another amount."""

SLURS = frozenset(
    """whore whores slut sluts faggot faggots fag fags nigger niggers kike kikes tranny trannies retard retards subhuman subhumans cripple cripples spastic
    paki pakis chink chinks gook gooks spic spics wetback wetbacks beaner beaners coon coons towelhead towelheads raghead ragheads dyke dykes
    poofter poofters shemale shemales troon troons untermensch untermenschen schwuchtel kanake neger spast spasti bougnoule youpin pédé sudaca
    maricón maricones frocio terrone viado bicha mongool kankerhoer pedał żydzie хохол жид чурка""".split()
)
"""Insults at all who are of a kind."""

INSULTS = SLURS | frozenset(
    """cunt cunts hag vermin scum parasite parasites junkie inbred degenerate degenerates scumbag scumbags dumbcunt motherfucker motherfuckers
    cocksucker pedo paedo rapist groomer groomers idiot idioten idiotin vollidiot trottel arschloch arschlöcher wichser hure hurensohn
    schlampe fotze missgeburt abschaum drecksau drecksack ungeziefer verrecke verreckt halts fresse libtard libtards feminazi feminazis
    krepier fettsack connard connards connasse salope salopes pute putes enculé enculés crétin crétins débile débiles abruti abrutis ordure
    ordures truie vermine bâtard idiota idiotas imbécil imbéciles gilipollas puta putas puto cabrón cabrones escoria zorra paleto paletos paleta borrego borregos borrega gilipollez pringado pringados pendejo pendejos
    subnormal asqueroso asquerosa muérete cállate coglione coglioni stronzo stronzi stronza troia puttana bastardo bastardi schifoso
    schifosa ritardato cretino cretini imbecille imbecilli deficiente deficienti muori burra imbecil otário otária vadia escória desgraçado
    desgraçada vagabunda vagabundas vagabundo arrombado arrombada escroto escrota biscate guarra fulana furcia baldracca sgualdrina pétasse pouffiasse grognasse flittchen nutte nutten spacko slet sloerie dziwka dziwko zdzira потаскуха чмо klootzak klootzakken hoer kutwijf wijf ongedierte kurwa kurwo kurwy debil debilu debile głupia głupi krowo świnio szmata
    szmato suka suko śmieciu śmieć chuj chuju zdechnij zdychaj kretyn kretynie ścierwo дура дурак дурой идиот идиотка идиоты тупая тупой
    тупые сука суки тварь твари мразь урод уроды дебил дебилы шлюха гнида ублюдок ублюдки сдохни сдохните дерьмо мудак""".split()
)
"""Words that hardly serve but to insult a person, in the languages of the notes."""

HARSH = INSULTS | frozenset(
    """idiot idiots idiotic moron morons moronic imbecile imbeciles stupid dumb dumbest fool fools foolish clown clowns trash
    garbage crap crappy shit shitty bullshit liar liars pathetic disgusting disgrace disgraceful loser losers scum vermin
    bitch bastard bastards asshole assholes arsehole prick twat wanker retard retarded cretin cretins coward cowards freak filth
    filthy hideous atrocious ridiculous
    turnip muppet muppets numpty donkey plonker pillock melon dimwit dunce nitwit halfwit dolt oaf twit buffoon
    nonsense rubbish bollocks ludicrous absurd laughable shameful ugly worthless useless braindead brainless clueless delusional mindless
    fucking fuck fucked fuckers damn damned sucks suck stinks ignorant ignorants
    blöd blöde blöder dumm dumme dummer schwachsinn lächerlich scheiße scheiß     stupide stupides merde conneries foutaise     tonto tonta tontos estúpido estúpida ridículo vergüenza tontería chorrada     ignorante ignoranti schifezza ridicolo stupido stupida cazzo cazzata
    estúpida ridícula vergonha burrice palhaço palhaçada
    stomme belachelijk onzin waardeloos
    głupie głupota bzdura bzdury żałosne żenada beznadziejny
    глупый глупость бред чушь позор отстой""".split()
)
"""Words whose going makes a text milder; one that came is no proof of anything."""
