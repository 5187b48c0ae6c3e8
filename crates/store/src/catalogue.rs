//! What the two catalogues say about the schema, brought to the same lines: columns with their types, what may not be
//! empty, keys, constraints by name, references and indices. Part of the seam. Must not change anything.

use crate::{StoreError, seam::Row};

/// SQLite tells constraints by the text of the table only.
pub(crate) const SQLITE: &str = "\
    SELECT 'column ' || m.name || '.' || c.name || ' ' || LOWER(c.type) || \
        CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END AS line, NULL AS source \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    UNION ALL SELECT 'key ' || m.name || ' (' || (SELECT GROUP_CONCAT(name, ',') FROM \
        (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)) || ')', NULL \
    FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    UNION ALL SELECT 'reference ' || m.name || '.' || f.\"from\" || ' ' || f.\"table\", NULL \
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' \
    UNION ALL SELECT 'index ' || m.tbl_name || '.' || m.name || CASE WHEN l.\"unique\" = 1 THEN ' unique' ELSE '' END, NULL \
    FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name WHERE m.type = 'index' AND m.sql IS NOT NULL \
    UNION ALL SELECT m.name, m.sql FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// Checks and unique constraints have names here; an index behind a constraint is told as the constraint.
pub(crate) const POSTGRES: &str = "\
    SELECT ('column ' || table_name || '.' || column_name || ' ' || data_type || \
        CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END)::TEXT AS line, NULL::TEXT AS source \
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' \
    UNION ALL SELECT ('key ' || t.relname || ' (' || (SELECT STRING_AGG(a.attname, ',' ORDER BY k.place) \
        FROM UNNEST(c.conkey) WITH ORDINALITY AS k (number, place) \
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) || ')')::TEXT, NULL \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
    WHERE c.contype = 'p' AND n.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx%' \
    UNION ALL SELECT ('reference ' || t.relname || '.' || a.attname || ' ' || other.relname)::TEXT, NULL \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class other ON other.oid = c.confrelid \
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f' \
    UNION ALL SELECT ('constraint ' || t.relname || '.' || c.conname || ' ' || \
        CASE c.contype WHEN 'u' THEN 'unique' ELSE 'check' END)::TEXT, NULL \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
    WHERE c.contype IN ('u', 'c') AND n.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx%' \
    UNION ALL SELECT ('index ' || t.relname || '.' || i.relname || CASE WHEN x.indisunique THEN ' unique' ELSE '' END)::TEXT, \
        NULL \
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
    JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx%' \
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u'))";

/// The lines of a catalogue, in order.
pub(crate) fn lines(rows: &[Row]) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for row in rows {
        let line = row.text("line")?;
        match row.text_or_null("source")? {
            None => lines.push(line),
            Some(source) => lines.extend(constraints(&line, &source)),
        }
    }
    lines.sort();
    Ok(lines)
}

/// The unique and check constraints with a name in the text of a table.
fn constraints(table: &str, source: &str) -> Vec<String> {
    let words: Vec<&str> =
        source.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    words
        .windows(3)
        .filter_map(|three| match three {
            ["CONSTRAINT", name, kind @ ("UNIQUE" | "CHECK")] => {
                Some(format!("constraint {table}.{name} {}", kind.to_lowercase()))
            }
            _ => None,
        })
        .collect()
}
