"""The words that the United Nations spell otherwise than others do: the Concise Oxford's first form."""

_STEMS = """americani apologi authori biosynthesi capitali categori centrali characteri civili coloni computeri
    conceptuali containeri criminali critici crystalli customi decentrali decriminali democrati demilitari destabili
    digiti digitali economi emphasi energi equali fertili finali formali fraterni galvani generali globali harmoni
    homogeni hospitali idoli immuni incentivi individuali industriali initiali institutionali internali
    internationali jeopardi legali liberali locali marginali materiali maximi mechani memori militari minimi mobili
    moderni monopoli nationali neutrali normali operationali optimi organi patroni penali personali polari populari
    prioriti privati publici randomi rationali reali recogni regulari reorgani revitali revolutioni rurali saniti
    scrutini securiti sensiti sociali speciali stabili standardi stigmati subsidi summari symboli sympathi synchroni
    synthesi systemati theori unauthori unrecogni urbani utili vandali verbali victimi visuali weaponi"""
# synthesis, emphasis and oasis are nouns: only these endings are verbs and what is made of them.
_ENDINGS = ("se", "sed", "ses", "sing", "sation", "sations", "ser", "sers")

_PAIRS = """program/programme programs/programmes color/colour colors/colours colored/coloured labor/labour
    laborer/labourer laborers/labourers center/centre centers/centres centered/centred defense/defence
    defenses/defences offense/offence offenses/offences judgment/judgement judgments/judgements fulfill/fulfil
    fulfills/fulfils fulfillment/fulfilment enroll/enrol enrollment/enrolment traveler/traveller travelers/travellers
    traveled/travelled traveling/travelling labeled/labelled labeling/labelling canceled/cancelled
    canceling/cancelling channeled/channelled modeling/modelling signaled/signalled favor/favour favors/favours
    favored/favoured favorable/favourable favorably/favourably behavior/behaviour behaviors/behaviours
    behavioral/behavioural honor/honour honors/honours honored/honoured neighbor/neighbour neighbors/neighbours
    neighboring/neighbouring neighborhood/neighbourhood endeavor/endeavour endeavors/endeavours
    endeavored/endeavoured rigor/rigour vigor/vigour harbor/harbour harbors/harbours catalog/catalogue
    catalogs/catalogues dialog/dialogue dialogs/dialogues analyze/analyse analyzed/analysed analyzes/analyses
    analyzing/analysing catalyze/catalyse catalyzed/catalysed paralyze/paralyse paralyzed/paralysed
    aluminum/aluminium maneuver/manoeuvre maneuvers/manoeuvres skeptical/sceptical skepticism/scepticism
    kilometer/kilometre kilometers/kilometres liter/litre liters/litres skillful/skilful focussed/focused
    focussing/focusing co-operate/cooperate co-operated/cooperated co-operates/cooperates co-operating/cooperating
    co-operation/cooperation co-operative/cooperative co-ordinate/coordinate co-ordinated/coordinated
    co-ordinates/coordinates co-ordinating/coordinating co-ordination/coordination co-ordinator/coordinator
    co-ordinators/coordinators sub-region/subregion sub-regions/subregions sub-regional/subregional
    sub-regionally/subregionally"""

UN_SPELLINGS: dict[str, str] = {
    **{f"{stem}{end}": f"{stem}z{end[1:]}" for stem in _STEMS.split() for end in _ENDINGS},
    **dict(pair.split("/") for pair in _PAIRS.split()),
}
"""The right form of each word by the other one, in small letters."""
