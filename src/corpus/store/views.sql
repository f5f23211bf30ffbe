-- What people browse. French names throughout; `passage` is the permanent address of the words.

-- Where a passage stands, said once and used by every view below.
CREATE VIEW situations AS
SELECT
    p.id AS passage_id,
    p.public_id AS passage,
    d.id AS document_id,
    d.key AS cle,
    coalesce(d.title, d.name) AS document,
    d.kind AS nature_du_texte,
    d.date AS date,
    coalesce(g.label, g.number) AS page,
    g.number AS page_physique,
    s.path AS section,
    l.name AS locuteur,
    coalesce(t.category, l.category) AS categorie_du_locuteur,
    coalesce(t.organisation, l.organisation) AS organisation_du_locuteur,
    coalesce(l.departement, d.departement) AS departement
FROM passages AS p
JOIN documents AS d ON d.id = p.document_id
LEFT JOIN pages AS g ON g.id = p.page_id
LEFT JOIN sections AS s ON s.id = p.section_id
LEFT JOIN turns AS t ON t.id = p.turn_id
LEFT JOIN speakers AS l ON l.id = p.speaker_id;

-- Every fact, whatever its nature, with its exact words.
CREATE VIEW preuves AS
SELECT
    CASE m.label WHEN 'SERVICE' THEN 'service' WHEN 'BODY' THEN 'organisme'
        WHEN 'PRACTITIONER' THEN 'praticien' WHEN 'COMPETENCY' THEN 'compétence' END AS nature,
    e.name AS objet, m.text AS citation, u.document, u.page, u.section, u.locuteur, u.date,
    m.rule AS regle, m.ruleset AS version_des_regles, m.certainty AS certitude, u.passage,
    m.document_id, m.start AS debut, m."end" AS fin
FROM mentions AS m
JOIN entities AS e ON e.id = m.entity_id
LEFT JOIN situations AS u ON u.passage_id = m.passage_id
WHERE m.label <> 'REFERENCE'
UNION ALL
SELECT
    'référence', coalesce(x.title, c.text), c.text, u.document, u.page, u.section, u.locuteur, u.date,
    c.rule, c.ruleset, c.certainty, u.passage, c.document_id, c.start, c."end"
FROM citations AS c
LEFT JOIN texts_cited AS x ON x.id = c.text_id
LEFT JOIN situations AS u ON u.passage_id = c.passage_id
UNION ALL
SELECT
    CASE n.modality WHEN 'prohibition' THEN 'interdiction' WHEN 'commitment' THEN 'engagement'
        WHEN 'assignment' THEN 'mission confiée' WHEN 'recommendation' THEN 'recommandation'
        ELSE n.modality END,
    coalesce(e.name, n.bearer_name, n.bearer), n.text, u.document, u.page, u.section, u.locuteur, u.date,
    n.rule, n.ruleset, n.certainty, u.passage, n.document_id, n.start, n."end"
FROM statements AS n
LEFT JOIN entities AS e ON e.id = n.bearer_id
LEFT JOIN situations AS u ON u.passage_id = n.passage_id
UNION ALL
SELECT
    'quantité', coalesce(q.counted, q.unit), q.text, u.document, u.page, u.section, u.locuteur, u.date,
    q.rule, q.ruleset, 1.0, u.passage, q.document_id, q.start, q."end"
FROM quantities AS q
LEFT JOIN situations AS u ON u.passage_id = q.passage_id;

-- All statements, of whatever modality, their parts side by side.
CREATE VIEW enonces AS
SELECT
    n.id AS enonce,
    CASE n.modality WHEN 'prohibition' THEN 'interdiction' WHEN 'commitment' THEN 'engagement'
        WHEN 'assignment' THEN 'mission confiée' WHEN 'recommendation' THEN 'recommandation'
        ELSE n.modality END AS modalite,
    coalesce(e.name, n.bearer_name, n.bearer) AS porteur,
    n.bearer AS porteur_dans_le_texte,
    n.trigger AS declencheur,
    n.action,
    n.beneficiary AS beneficiaire,
    n.conditions,
    n.deadline AS echeance,
    n.deadline_iso AS echeance_normalisee,
    n.legal_basis AS fondement,
    n.source AS selon,
    n.text AS citation,
    n.lead_in_text AS phrase_introductive,
    u.document, u.date, u.page, u.section, u.locuteur, u.categorie_du_locuteur, u.departement,
    n.rule AS regle, n.ruleset AS version_des_regles, n.certainty AS certitude,
    u.passage, n.document_id, n.bearer_id
FROM statements AS n
LEFT JOIN entities AS e ON e.id = n.bearer_id
LEFT JOIN situations AS u ON u.passage_id = n.passage_id;

CREATE VIEW obligations AS
SELECT * FROM enonces WHERE modalite IN ('obligation', 'interdiction');

CREATE VIEW obligations_par_porteur AS
SELECT
    coalesce(e.name, n.bearer_name, n.bearer, '(sans porteur exprimé)') AS porteur,
    sum(n.modality = 'obligation') AS obligations,
    sum(n.modality = 'prohibition') AS interdictions,
    sum(n.modality = 'permission') AS permissions,
    sum(n.modality = 'recommendation') AS recommandations,
    sum(n.modality = 'commitment') AS engagements,
    sum(n.modality = 'assignment') AS missions_confiees,
    count(*) AS total,
    count(DISTINCT n.document_id) AS documents,
    n.bearer_id
FROM statements AS n
LEFT JOIN entities AS e ON e.id = n.bearer_id
GROUP BY 1
ORDER BY total DESC, porteur;

-- Entities, one view a kind.
CREATE VIEW services AS
SELECT e.id AS entite, e.name AS service, e.mention_count AS mentions, e.document_count AS documents,
    (SELECT group_concat(form, ' · ') FROM (
        SELECT form FROM aliases WHERE entity_id = e.id ORDER BY occurrences DESC, form
    )) AS formes, p.name AS rattachement
FROM entities AS e LEFT JOIN entities AS p ON p.id = e.parent_id
WHERE e.label = 'SERVICE' ORDER BY e.mention_count DESC, e.name;

CREATE VIEW organismes AS
SELECT e.id AS entite, e.name AS organisme, e.mention_count AS mentions, e.document_count AS documents,
    e.statement_count AS enonces_portes,
    (SELECT group_concat(form, ' · ') FROM (
        SELECT form FROM aliases WHERE entity_id = e.id ORDER BY occurrences DESC, form
    )) AS formes, p.name AS rattachement
FROM entities AS e LEFT JOIN entities AS p ON p.id = e.parent_id
WHERE e.label = 'BODY' ORDER BY e.mention_count DESC, e.name;

CREATE VIEW praticiens AS
SELECT e.id AS entite, e.name AS praticien, e.mention_count AS mentions, e.document_count AS documents,
    e.statement_count AS enonces_portes,
    (SELECT group_concat(form, ' · ') FROM (
        SELECT form FROM aliases WHERE entity_id = e.id ORDER BY occurrences DESC, form
    )) AS formes
FROM entities AS e
WHERE e.label = 'PRACTITIONER' ORDER BY e.mention_count DESC, e.name;

CREATE VIEW competences AS
SELECT e.id AS entite, e.name AS competence,
    CASE e.kind WHEN 'skill' THEN 'savoir ou savoir-faire' WHEN 'training' THEN 'formation'
        WHEN 'reflective-practice' THEN 'analyse de pratiques' ELSE e.kind END AS nature,
    e.mention_count AS mentions, e.document_count AS documents,
    (SELECT group_concat(form, ' · ') FROM (
        SELECT form FROM aliases WHERE entity_id = e.id ORDER BY occurrences DESC, form
    )) AS formes
FROM entities AS e
WHERE e.label = 'COMPETENCY' ORDER BY e.mention_count DESC, e.name;

-- Named in the same passage.
CREATE VIEW competences_par_service AS
SELECT
    c.name AS competence, s.name AS service,
    count(DISTINCT mc.passage_id) AS passages,
    count(DISTINCT mc.document_id) AS documents,
    c.id AS competence_id, s.id AS service_id
FROM mentions AS mc
JOIN mentions AS ms ON ms.passage_id = mc.passage_id AND ms.label = 'SERVICE'
JOIN entities AS c ON c.id = mc.entity_id
JOIN entities AS s ON s.id = ms.entity_id
WHERE mc.label = 'COMPETENCY'
GROUP BY c.id, s.id
ORDER BY passages DESC, competence, service;

CREATE VIEW praticiens_et_qualifications AS
SELECT
    p.name AS praticien, c.name AS competence,
    CASE c.kind WHEN 'skill' THEN 'savoir ou savoir-faire' WHEN 'training' THEN 'formation'
        WHEN 'reflective-practice' THEN 'analyse de pratiques' ELSE c.kind END AS nature,
    count(DISTINCT mc.passage_id) AS passages,
    count(DISTINCT mc.document_id) AS documents,
    p.id AS praticien_id, c.id AS competence_id
FROM mentions AS mc
JOIN mentions AS mp ON mp.passage_id = mc.passage_id AND mp.label = 'PRACTITIONER'
JOIN entities AS c ON c.id = mc.entity_id
JOIN entities AS p ON p.id = mp.entity_id
WHERE mc.label = 'COMPETENCY'
GROUP BY p.id, c.id
ORDER BY passages DESC, praticien, competence;

-- Texts and the web between them.
CREATE VIEW textes_cites AS
SELECT
    x.id AS texte_id, x.title AS texte, x.kind AS nature, x.number AS numero, x.date,
    x.citation_count AS citations, x.document_count AS documents,
    CASE WHEN x.document_id IS NULL THEN 'cité seulement' ELSE 'présent' END AS presence,
    x.url AS adresse, x.document_id
FROM texts_cited AS x ORDER BY x.citation_count DESC, x.title;

CREATE VIEW textes_cites_absents AS
SELECT texte_id, texte, nature, numero, date, citations, documents, adresse
FROM textes_cites WHERE presence = 'cité seulement' AND citations > 0;

CREATE VIEW citations_recues AS
SELECT
    coalesce(d.title, d.name) AS texte_cite, u.document AS cite_par, c.text AS citation,
    c.relation, k.article, s.path AS section_visee, u.page, u.section, u.locuteur, u.passage,
    x.document_id AS document_cite_id, c.document_id AS document_citant_id
FROM citations AS c
JOIN texts_cited AS x ON x.id = c.text_id
JOIN documents AS d ON d.id = x.document_id
LEFT JOIN citation_targets AS k ON k.citation_id = c.id
LEFT JOIN sections AS s ON s.id = k.section_id
LEFT JOIN situations AS u ON u.passage_id = c.passage_id;

CREATE VIEW citations_ouvertes AS
SELECT c.text AS citation, c.reason AS motif, u.document, u.page, u.section, u.passage, c.rule AS regle
FROM citations AS c LEFT JOIN situations AS u ON u.passage_id = c.passage_id
WHERE c.text_id IS NULL;

CREATE VIEW reprises AS
SELECT
    u.document, q.text AS citation, u.page, u.passage,
    v.document AS document_source, q.source_text AS texte_source, v.page AS page_source,
    v.passage AS passage_source, q.similarity AS ressemblance,
    CASE q.quoted WHEN 1 THEN 'entre guillemets' ELSE 'sans guillemets' END AS forme,
    q.differences
FROM quotations AS q
LEFT JOIN situations AS u ON u.passage_id = q.passage_id
LEFT JOIN situations AS v ON v.passage_id = q.source_passage_id
ORDER BY q.similarity DESC;

CREATE VIEW echeancier AS
SELECT
    x.date AS jour,
    CASE x.kind WHEN 'period' THEN 'délai' WHEN 'frequency' THEN 'périodicité' ELSE x.kind END AS sorte,
    n.deadline AS echeance, x.iso AS valeur, x.event AS a_compter_de,
    coalesce(e.name, n.bearer_name, n.bearer) AS porteur, n.action,
    u.document, u.page, u.section, u.passage, n.id AS enonce
FROM deadlines AS x
JOIN statements AS n ON n.id = x.statement_id
LEFT JOIN entities AS e ON e.id = n.bearer_id
LEFT JOIN situations AS u ON u.passage_id = n.passage_id
ORDER BY x.date IS NULL, x.date, x.iso;

CREATE VIEW quantites AS
SELECT q.text AS citation, q.value AS valeur, q.value_to AS jusqu_a, q.unit AS unite,
    q.counted AS ce_qui_est_compte, u.document, u.page, u.section, u.locuteur, u.passage
FROM quantities AS q LEFT JOIN situations AS u ON u.passage_id = q.passage_id;

-- Hearings: who was heard, and how much of the corpus they are.
CREATE VIEW auditions AS
SELECT
    d.id AS document_id, coalesce(d.title, d.name) AS audition, d.date,
    coalesce(l.departement, d.departement) AS departement,
    l.name AS locuteur, l.role, l.organisation, coalesce(l.category, d.category) AS categorie,
    l.turns AS interventions, l.words AS mots, l.id AS locuteur_id
FROM speakers AS l JOIN documents AS d ON d.id = l.document_id
ORDER BY d.date, d.id, l.words DESC;

CREATE VIEW couverture AS
SELECT
    coalesce(l.category, d.category, '(non renseignée)') AS categorie,
    coalesce(l.departement, d.departement, '(non renseigné)') AS departement,
    count(DISTINCT d.id) AS auditions, count(*) AS personnes,
    sum(l.turns) AS interventions, sum(l.words) AS mots
FROM speakers AS l JOIN documents AS d ON d.id = l.document_id
WHERE l.role IN ('interviewee', 'witness', 'member', 'other')
GROUP BY 1, 2 ORDER BY 1, 2;

-- The corpus itself.
CREATE VIEW textes_du_corpus AS
SELECT
    d.id AS document_id, coalesce(d.title, d.name) AS document, d.kind AS nature, d.number AS numero,
    d.date, d.issuer AS emetteur, d.addressee AS destinataire, d.signatory AS signataire,
    d.page_count AS pages, d.unread_pages AS pages_illisibles, d.passage_count AS passages,
    d.words AS mots,
    (SELECT count(*) FROM mentions AS m WHERE m.document_id = d.id) AS mentions,
    (SELECT count(*) FROM statements AS n WHERE n.document_id = d.id) AS enonces,
    (SELECT count(*) FROM citations AS c WHERE c.document_id = d.id) AS citations,
    (SELECT count(*) FROM problems AS b WHERE b.document_id = d.id AND b.severity <> 'info')
        AS problemes,
    f.path AS fichier, d.added AS entre_le
FROM documents AS d JOIN files AS f ON f.id = d.file_id
ORDER BY d.date, d.key;

CREATE VIEW problemes AS
SELECT
    CASE b.severity WHEN 'error' THEN 'erreur' WHEN 'warning' THEN 'avertissement'
        ELSE 'information' END AS gravite,
    coalesce(d.title, b.path) AS document, b.page, b.line AS ligne, b.message AS probleme,
    b.remedy AS que_faire, b.path AS fichier, b.code, b.document_id
FROM problems AS b LEFT JOIN documents AS d ON d.id = b.document_id
ORDER BY CASE b.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, b.path, b.page;

CREATE VIEW pages_a_revoir AS
SELECT coalesce(d.title, d.name) AS document, g.number AS page, g.status AS etat, g.reason AS motif,
    g.confidence AS confiance, d.id AS document_id
FROM pages AS g JOIN documents AS d ON d.id = g.document_id
WHERE g.status IN ('needs-ocr', 'garbled', 'curves') OR g.confidence < 0.7;

CREATE VIEW regles_et_leurs_prises AS
SELECT r.id AS regle, r.family AS famille, r.title AS titre, r.modality AS modalite, r.state AS etat,
    r.facts AS prises, r.file AS fichier, r.line AS ligne
FROM rules AS r ORDER BY r.facts DESC, r.id;

CREATE VIEW doublons_possibles AS
SELECT a.name AS premier, b.name AS second, a.label AS sorte, x.score AS ressemblance, x.reason AS motif,
    a.id AS premier_id, b.id AS second_id
FROM duplicates AS x JOIN entities AS a ON a.id = x.first_id JOIN entities AS b ON b.id = x.second_id
ORDER BY x.score DESC;
