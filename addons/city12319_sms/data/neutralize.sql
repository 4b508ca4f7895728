-- a copy of the database for trying things out sends nothing
UPDATE res_company
   SET city12319_sms_provider = 'log', city12319_sms_password = NULL, city12319_sms_secret = md5(random()::text);
