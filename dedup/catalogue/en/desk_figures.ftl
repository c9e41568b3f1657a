# Figures of the overview
dashboard-at = as of { $at }
lag-at = (caught up at { $at })
counterparts-more = { $count } more committees are not listed.
flows-others = { $count } cases more are in smaller flows, which are not drawn.
web-saving = Saving… the server is busy, one moment.
