-- Kept apart from the tables: a bulk load drops these, fills `compte` at once and puts them back.
CREATE TRIGGER compte_ajout AFTER INSERT ON candidature BEGIN
  INSERT INTO compte VALUES (new.session, new.etat, new.etape, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER compte_retrait AFTER DELETE ON candidature BEGIN
  UPDATE compte SET n = n - 1 WHERE (session, etat, etape) = (old.session, old.etat, old.etape);
END;
CREATE TRIGGER compte_passage AFTER UPDATE ON candidature
WHEN (old.session, old.etat, old.etape) IS NOT (new.session, new.etat, new.etape) BEGIN
  UPDATE compte SET n = n - 1 WHERE (session, etat, etape) = (old.session, old.etat, old.etape);
  INSERT INTO compte VALUES (new.session, new.etat, new.etape, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
