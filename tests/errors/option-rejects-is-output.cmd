leadscore --ragged skip --rejects same.csv -o same.csv
