"""Words whose coming or going turns a sentence round, and words that say nothing of what a text is about."""

NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor without cannot cant can't don't doesn't didn't isn't aren't wasn't
    weren't won't wouldn't shouldn't couldn't haven't hasn't hadn't ain't hardly barely dont doesnt didnt isnt arent wasnt
    werent wont wouldnt shouldnt couldnt havent hasnt hadnt
    nicht kein keine keinen keinem keiner nie niemals pas jamais aucun aucune rien nunca jamás tampoco ningún ninguna non
    mai nessuno niente não jamais nenhum nenhuma niet geen nooit nie nigdy żaden żadna не нет никогда никто ничего нельзя""".split()
)

_PAIRS = """support/oppose supports/opposes supported/opposed agree/disagree love/hate loved/hated like/dislike true/false
safe/dangerous safe/unsafe guilty/innocent always/never more/less better/worse best/worst good/bad right/wrong won/lost
win/lose up/down increase/decrease increased/decreased rise/fall rose/fell allow/ban allowed/banned legal/illegal
possible/impossible all/none yes/no for/against before/after above/below open/closed with/without help/harm
trust/distrust accept/reject accepted/rejected approve/disapprove everyone/nobody everything/nothing
first/last high/low higher/lower hot/cold buy/sell north/south east/west left/right attacked/defended cheap/expensive
easy/hard fair/unfair proven/unproven happy/unhappy likely/unlikely healthy/unhealthy pass/fail passed/failed
welcome/unwelcome friend/enemy hero/villain keep/remove start/stop started/stopped success/failure strong/weak
recommend/avoid raise/cut raised/cut lower/raise most/least many/few every/no some/no rarely/often
seldom/often great/terrible brilliant/awful excellent/terrible correct/incorrect vegetarian/meat yesterday/tomorrow"""
TURNS = frozenset(
    frozenset(pair.split("/")) for pair in _PAIRS.split() if pair.count("/") == 1
)  # fmt: skip
"""Pairs of words of which one says the opposite of the other, in either order."""

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
