leadscore --ragged maybe
