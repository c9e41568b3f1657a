# Reasons: a short phrase for each piece of evidence (field and level), and how they are joined
reason-weighed = { $phrase } ({ $bits } bits)
reason-separator = ;{ " " }
reason-search_incomplete = a search block is full, so further similar registrations may have been missed

reason-name-exact = name identical
reason-name-variant = names differ only in traditional or variant characters or in the dot
reason-name-homophone = names sound the same
reason-name-similar_sound = names sound alike
reason-name-similar_shape = names look alike in writing
reason-name-unreadable_character = one character of the name unreadable, the others identical
reason-name-transliteration = names may be two transliterations of one
reason-name-part_dropped = part of the name missing on one side, the rest identical
reason-name-characters_reordered = same characters in the name, in another order
reason-name-one_given_character = same surname, one character of the given name shared
reason-name-given_name_only = same given name, other surname
reason-name-surname_only = only the surname is the same
reason-name-differs = names differ

reason-birth_date-exact = birth date identical
reason-birth_date-month = year and month of birth identical (one side gives no day)
reason-birth_date-year = year of birth identical (one side gives only the year)
reason-birth_date-lunar = birth date identical once read by the lunar calendar
reason-birth_date-digits_swapped = birth dates differ by digits in another order
reason-birth_date-one_digit = birth dates differ in one digit
reason-birth_date-placeholder = year of birth identical, one side's day looks like a default
reason-birth_date-year_off = day and month of birth identical, years a little apart
reason-birth_date-same_month = same year and month of birth, another day
reason-birth_date-same_year = only the year of birth is the same
reason-birth_date-differs = birth dates differ

reason-sex-equal = sex identical
reason-sex-differs = sex differs

reason-ethnicity-equal = ethnicity identical
reason-ethnicity-equal_minority = same minority ethnicity
reason-ethnicity-differs = ethnicity differs

reason-id_number-exact = ID number identical
reason-id_number-one_edit = ID numbers one slip apart, and one fails its check digit
reason-id_number-two_edits = ID numbers two slips apart, and one fails its check digit
reason-id_number-masked_area_and_end = ID number partly hidden, visible area code and last digits identical
reason-id_number-masked_end = ID number partly hidden, visible last digits identical
reason-id_number-masked_area_and_birth = ID number partly hidden, visible area code and birth date identical
reason-id_number-masked_partly = ID number partly hidden, visible digits identical
reason-id_number-masked_one_off = ID number partly hidden, visible digits one slip apart
reason-id_number-masked_unlike = ID number partly hidden, visible area code and last digits both differ
reason-id_number-masked_differs = ID number partly hidden, visible digits differ
reason-id_number-other_area = ID numbers differ only in area code and check digit
reason-id_number-neighbouring = ID numbers share area and birth date but not the sequence (twins, neighbours, or renumbered)
reason-id_number-differs_damaged = ID numbers differ, but at least one is faulty
reason-id_number-differs_sound = ID numbers differ, both valid and each in keeping with its own row
reason-id_number-differs = ID numbers differ

reason-phone-equal = phone identical
reason-phone-one_digit = phones differ in one digit
reason-phone-differs = phones differ

reason-address-door = same door
reason-address-group = same villagers' group or building
reason-address-place = same village, community or estate
reason-address-other_door = same village, community or estate, but another door
reason-address-township = same township or street
reason-address-county = same county
reason-address-other_origin = states a household address elsewhere
reason-address-differs = addresses in different places

reason-employer-equal = employer identical
reason-employer-differs = employers differ

reason-prior = chance that any two registrations of these rolls are one person
reason-prior-kin = chance, before looking, of one person rather than close kin
reason-household-explains = may as well be two people of one household or close kin
reason-household-strangers = may as well be two unrelated people
reason-cap-overall = probability capped until people have checked
reason-cap-no_id_number = probability capped for want of a comparable ID number
reason-cap-name_and_birth_only = probability capped on name, sex and birth date alone
reason-calibration = as decided cases taught
reason-coincidences = Among the { $searched } registrations searched, { $expected } other people are expected to look as much alike by chance.
reason-coincidences-none = Among the { $searched } registrations searched, next to nobody (less than 0.005) is expected to look as much alike by chance.
reason-roll-same = both on one committee's roll
reason-roll-other = on two committees' rolls

# Latin profile
reason-given_name-exact = given name identical
reason-given_name-nickname = one given name is a short form of the other
reason-given_name-one_edit = given names one slip of the hand apart
reason-given_name-sound = given names sound alike
reason-given_name-initial = one given name is only an initial or the beginning of the other
reason-given_name-similar = given names spelled much alike
reason-given_name-swapped = given name and surname in each other's place
reason-given_name-middle_used = one side's given name is the other's middle name
reason-given_name-faint = given names a little alike
reason-given_name-differs = given names differ
reason-middle_name-equal = middle name identical
reason-middle_name-initial = initial of the middle name fits
reason-middle_name-similar = middle names spelled much alike
reason-middle_name-differs = middle names differ
reason-surname-exact = surname identical
reason-surname-one_edit = surnames one slip of the hand apart
reason-surname-sound = surnames sound alike
reason-surname-part = surnames have a part in common
reason-surname-similar = surnames spelled much alike
reason-surname-faint = surnames a little alike
reason-surname-differs = surnames differ
reason-suffix-equal = same suffix to the name (Jr, Sr, III)
reason-suffix-one_sided = only one side gives a suffix to the name (Jr, Sr, III)
reason-suffix-differs = suffixes to the name differ (Jr, Sr, III)

reason-birth_date-day_month_swapped = day and month of birth in each other's place
reason-birth_date-same_day = same month and day of birth, another year

reason-id_number-one_slip = ID numbers one slip apart
reason-id_number-two_slips = ID numbers two slips apart
reason-id_number-end_equal = ID number partly hidden, the visible end identical
reason-id_number-end_one_slip = ID number partly hidden, the visible ends one slip apart
reason-id_number-end_two_slips = ID number partly hidden, the visible ends two slips apart
reason-id_number-end_differs = ID number partly hidden, the visible ends differ

reason-locality-equal = same postcode and suburb, as far as given
reason-locality-postcode = same postcode, another suburb
reason-locality-suburb = same suburb, another postcode
reason-locality-digits_swapped = postcodes differ by two digits swapped
reason-locality-one_digit = postcodes one digit apart
reason-locality-state = only the state is the same
reason-locality-differs = addresses in different places
reason-street-equal = street identical
reason-street-similar = streets spelled much alike
reason-street-differs = streets differ
reason-street_number-equal = street number identical
reason-street_number-digits_swapped = street numbers differ by two digits swapped
reason-street_number-one_digit = street numbers one digit apart
reason-street_number-differs = street numbers differ
reason-unit-equal = same flat or unit
reason-unit-differs = another flat or unit of the same house
