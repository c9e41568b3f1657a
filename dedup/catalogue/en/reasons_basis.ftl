# Reasons: why each of two voters stands on his roll
reason-basis-both_household = both stand on their rolls by household
reason-basis-one_away = one stands on a roll by household, the other where he lives, works or studies
reason-basis-both_away = both stand on rolls where they live, work or study
