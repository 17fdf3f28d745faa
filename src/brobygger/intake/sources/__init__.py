"""Where rows come from: tables, Airtable, and other installations of Brobygger."""
