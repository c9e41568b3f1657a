# 样本名册
error-sample-rows = 样本不能只有 { $rows } 行。
remedy-sample-rows = 请至少生成 1 行。
error-sample-hosts = 样本不能有 { $hosts } 个流入地。
remedy-sample-hosts = 请选择 1 至 { $most } 个流入地。
error-sample-xlsx-rows = { $rows } 行的样本放不进一张 XLSX 工作表。
remedy-sample-xlsx-rows = 请改用 CSV 或 JSON Lines，或不超过 { $most } 行。
