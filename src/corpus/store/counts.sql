-- How often each entity, text and rule was met, kept with it so that a list of them need not count.
UPDATE entities SET
    mention_count = (SELECT count(*) FROM mentions WHERE entity_id = entities.id),
    document_count = (SELECT count(DISTINCT document_id) FROM mentions WHERE entity_id = entities.id),
    statement_count = (SELECT count(*) FROM statements WHERE bearer_id = entities.id);
UPDATE texts_cited SET
    citation_count = (SELECT count(*) FROM citations WHERE text_id = texts_cited.id),
    document_count = (SELECT count(DISTINCT document_id) FROM citations WHERE text_id = texts_cited.id);
UPDATE rules SET facts =
    (SELECT count(*) FROM mentions WHERE rule = rules.id)
    + (SELECT count(*) FROM citations WHERE rule = rules.id)
    + (SELECT count(*) FROM statements WHERE rule = rules.id)
    + (SELECT count(*) FROM quantities WHERE rule = rules.id);
