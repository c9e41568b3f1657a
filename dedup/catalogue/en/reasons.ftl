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
