-- All transactions of a batch lie in one page and change at once when their readings are shown: half of a page is left for
-- the new versions, else each of them goes into every index.
alter table transaction set (fillfactor = 50);
