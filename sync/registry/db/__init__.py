"""The registry's database: tables, migrations, opening, and the operations that change permits."""
