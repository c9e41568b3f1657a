# 理由：两条登记各自的登记依据
reason-basis-both_household = 两条登记均以户籍地为依据
reason-basis-one_away = 一条以户籍地为依据，另一条以居住、工作或就读地为依据
reason-basis-both_away = 两条登记均以居住、工作或就读地为依据
