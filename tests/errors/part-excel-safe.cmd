leadfunnel -a part-excel-safe.agreement --partial --excel-safe
