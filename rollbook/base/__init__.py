"""Words that every part needs and that know no education: errors, findings, dates, text, check digits."""
