CREATE TABLE own (o_id INTEGER PRIMARY KEY, o_name TEXT, o_kind TEXT, o_city TEXT);
CREATE TABLE bldg (
  b_id INTEGER PRIMARY KEY,
  b_name TEXT,
  b_street TEXT,
  b_city TEXT,
  b_yr INTEGER,
  b_floors INTEGER,
  b_lift TEXT,          -- 'Y' / 'N'
  b_value REAL,
  o_id INTEGER REFERENCES own(o_id),
  prev_o_id INTEGER REFERENCES own(o_id)
);
CREATE TABLE unit (
  u_id INTEGER PRIMARY KEY,
  b_id INTEGER NOT NULL REFERENCES bldg(b_id),
  u_no TEXT,
  u_floor INTEGER,
  u_sqm REAL,
  u_rooms INTEGER,
  u_rent REAL,
  u_use TEXT            -- flat / shop / office
);
CREATE TABLE tnt (
  t_id INTEGER PRIMARY KEY,
  t_name TEXT,
  t_dob TEXT,
  t_job TEXT,
  t_income INTEGER,
  t_pets TEXT           -- 'Y' / 'N'
);
CREATE TABLE lease (
  l_id INTEGER PRIMARY KEY,
  u_id INTEGER NOT NULL REFERENCES unit(u_id),
  t_id INTEGER NOT NULL REFERENCES tnt(t_id),
  l_start TEXT,
  l_end TEXT,
  l_deposit REAL
);
CREATE TABLE firm (f_id INTEGER PRIMARY KEY, f_name TEXT, f_trade TEXT, f_city TEXT, f_rate REAL);
-- keys of this table were never declared
CREATE TABLE rpr (
  r_id INTEGER PRIMARY KEY,
  u_id INTEGER,
  f_id INTEGER,
  r_date TEXT,
  r_desc TEXT,
  r_cost REAL,
  r_urgent TEXT         -- 'Y' / 'N'
);
INSERT INTO own VALUES (1, 'Calloway Estates', 'company', 'Brenton');
INSERT INTO own VALUES (2, 'Edda Holm', 'private', 'Brenton');
INSERT INTO own VALUES (3, 'City of Varnow', 'public', 'Varnow');
INSERT INTO own VALUES (4, 'Pension Fund Three', 'company', 'Lisk');
INSERT INTO own VALUES (5, 'Rupert Amsel', 'private', 'Varnow');
INSERT INTO own VALUES (6, 'Church of Saint Odo', 'public', 'Lisk');
INSERT INTO own VALUES (7, 'Bluebrick Holding', 'company', 'Varnow');
INSERT INTO own VALUES (8, 'Nora Tait', 'private', 'Port Elm');
INSERT INTO bldg VALUES (1, 'Amber Court', '12 Quay Street', 'Brenton', 1931, 5, 'Y', 3200000, 1, 2);
INSERT INTO bldg VALUES (2, 'Fern House', '3 Mill Lane', 'Brenton', 1898, 3, 'N', 1150000, 2, NULL);
INSERT INTO bldg VALUES (3, 'Varnow Towers', '88 Station Avenue', 'Varnow', 1974, 14, 'Y', 9800000, 3, NULL);
INSERT INTO bldg VALUES (4, 'The Granary', '1 Dock Road', 'Port Elm', 1887, 4, 'N', 1720000, 8, 1);
INSERT INTO bldg VALUES (5, 'Sunset Block', '41 Hill Road', 'Varnow', 1965, 7, 'Y', 4100000, 7, 3);
INSERT INTO bldg VALUES (6, 'Odo Residence', '9 Abbey Row', 'Lisk', 1952, 4, 'N', 1980000, 6, NULL);
INSERT INTO bldg VALUES (7, 'Glassworks', '70 Quay Street', 'Brenton', 2012, 6, 'Y', 7450000, 1, 7);
INSERT INTO bldg VALUES (8, 'Poplar Yard', '22 Poplar Street', 'Lisk', 2005, 3, 'Y', 2640000, 4, 6);
INSERT INTO bldg VALUES (9, 'Corner Twenty', '20 Mill Lane', 'Brenton', 1926, 2, 'N', 690000, 5, 2);
INSERT INTO bldg VALUES (10, 'Elm Gate', '5 Harbour Walk', 'Port Elm', 2019, 9, 'Y', 8900000, 7, NULL);
INSERT INTO unit VALUES (1, 1, '1A', 1, 54, 2, 780, 'flat');
INSERT INTO unit VALUES (2, 1, '2A', 2, 71.5, 3, 960, 'flat');
INSERT INTO unit VALUES (3, 1, '3B', 3, 88, 4, 1180, 'flat');
INSERT INTO unit VALUES (4, 1, 'G1', 0, 120, 2, 2300, 'shop');
INSERT INTO unit VALUES (5, 2, '1', 0, 62, 3, 690, 'flat');
INSERT INTO unit VALUES (6, 2, '2', 1, 58, 2, 660, 'flat');
INSERT INTO unit VALUES (7, 3, '0401', 4, 45, 2, 520, 'flat');
INSERT INTO unit VALUES (8, 3, '0702', 7, 45, 2, 545, 'flat');
INSERT INTO unit VALUES (9, 3, '1103', 11, 67, 3, 790, 'flat');
INSERT INTO unit VALUES (10, 3, '1401', 14, 95, 4, 1240, 'flat');
INSERT INTO unit VALUES (11, 3, '0001', 0, 180, 5, 2650, 'office');
INSERT INTO unit VALUES (12, 4, 'L1', 1, 110, 3, 1390, 'flat');
INSERT INTO unit VALUES (13, 4, 'L2', 2, 105, 3, 1350, 'flat');
INSERT INTO unit VALUES (14, 5, '11', 1, 39, 1, 410, 'flat');
INSERT INTO unit VALUES (15, 5, '34', 3, 52, 2, 560, 'flat');
INSERT INTO unit VALUES (16, 5, '72', 7, 76, 3, 830, 'flat');
INSERT INTO unit VALUES (17, 6, 'A', 0, 64, 3, 610, 'flat');
INSERT INTO unit VALUES (18, 6, 'B', 2, 48, 2, 495, 'flat');
INSERT INTO unit VALUES (19, 7, '101', 1, 140, 4, 2900, 'office');
INSERT INTO unit VALUES (20, 7, '501', 5, 99, 3, 1675, 'flat');
INSERT INTO unit VALUES (21, 7, '602', 6, 133, 5, 2210, 'flat');
INSERT INTO unit VALUES (22, 8, 'S1', 0, 85, 1, 1450, 'shop');
INSERT INTO unit VALUES (23, 8, '2L', 2, 60, 2, 745, 'flat');
INSERT INTO unit VALUES (24, 9, 'up', 1, 49, 2, 585, 'flat');
INSERT INTO unit VALUES (25, 10, '301', 3, 57, 2, 1020, 'flat');
INSERT INTO unit VALUES (26, 10, '805', 8, 118, 4, 1990, 'flat');
INSERT INTO unit VALUES (27, 10, 'G2', 0, 96, 2, 2100, 'shop');
INSERT INTO unit VALUES (28, 10, '104', 1, 43, 1, 840, 'flat');
INSERT INTO tnt VALUES (1, 'Agnes Pohl', '1957-03-02', 'retired', 21500, 'Y');
INSERT INTO tnt VALUES (2, 'Bela Torok', '1984-11-15', 'electrician', 38200, 'N');
INSERT INTO tnt VALUES (3, 'Carmen Duarte', '1990-06-28', 'nurse', 36900, 'Y');
INSERT INTO tnt VALUES (4, 'Dan Whitlock', '1979-01-09', 'architect', 64000, 'N');
INSERT INTO tnt VALUES (5, 'Esther Mbeki', '1995-09-12', 'student', 9800, 'N');
INSERT INTO tnt VALUES (6, 'Frank Oswin', '1968-04-30', 'baker', 33100, 'Y');
INSERT INTO tnt VALUES (7, 'Gita Rao', '1987-12-21', 'software tester', 57400, 'N');
INSERT INTO tnt VALUES (8, 'Henrik Storm', '1992-02-17', 'nurse', 35750, 'N');
INSERT INTO tnt VALUES (9, 'Isolde Prantl', '1973-08-05', 'lawyer', 88500, 'Y');
INSERT INTO tnt VALUES (10, 'Jamal Kader', '1998-05-24', 'student', 11200, 'N');
INSERT INTO tnt VALUES (11, 'Kitty Marsh', '1961-10-13', 'florist', 29400, 'Y');
INSERT INTO tnt VALUES (12, 'Levente Nagy', '1981-07-07', 'teacher', 43600, 'N');
INSERT INTO tnt VALUES (13, 'Maud Eriksen', '1949-12-30', 'retired', 24800, 'Y');
INSERT INTO tnt VALUES (14, 'Nadia Sorel', '1989-03-19', 'dentist', 92300, 'N');
INSERT INTO tnt VALUES (15, 'Oren Feld', '1976-06-11', 'taxi driver', 30600, 'N');
INSERT INTO tnt VALUES (16, 'Polly Grange', '1994-01-26', 'teacher', 41200, 'Y');
INSERT INTO tnt VALUES (17, 'Quentin Abel', '1970-09-03', 'accountant', 59900, 'N');
INSERT INTO tnt VALUES (18, 'Rita Zander', '1986-04-14', 'baker', 34250, 'N');
INSERT INTO tnt VALUES (19, 'Sven Aldous', '2000-08-22', 'student', 8700, 'Y');
INSERT INTO tnt VALUES (20, 'Tara Winslow', '1983-11-01', 'architect', 61750, 'N');
INSERT INTO lease VALUES (1, 1, 1, '2009-05-01', NULL, 1560);
INSERT INTO lease VALUES (2, 2, 2, '2015-02-01', '2019-01-31', 1800);
INSERT INTO lease VALUES (3, 2, 3, '2019-03-01', NULL, 1920);
INSERT INTO lease VALUES (4, 3, 4, '2018-07-01', NULL, 2360);
INSERT INTO lease VALUES (5, 4, 11, '2012-01-01', NULL, 6900);
INSERT INTO lease VALUES (6, 5, 6, '2011-09-01', '2021-08-31', 1200);
INSERT INTO lease VALUES (7, 5, 18, '2021-10-01', NULL, 1380);
INSERT INTO lease VALUES (8, 6, 8, '2020-06-15', NULL, 1320);
INSERT INTO lease VALUES (9, 7, 5, '2019-10-01', '2022-09-30', 1000);
INSERT INTO lease VALUES (10, 7, 10, '2022-10-01', NULL, 1040);
INSERT INTO lease VALUES (11, 8, 15, '2017-04-01', NULL, 1090);
INSERT INTO lease VALUES (12, 9, 12, '2016-08-01', NULL, 1500);
INSERT INTO lease VALUES (13, 10, 9, '2014-03-01', '2020-02-29', 2300);
INSERT INTO lease VALUES (14, 10, 17, '2020-04-01', NULL, 2480);
INSERT INTO lease VALUES (15, 11, 17, '2013-11-01', NULL, 7950);
INSERT INTO lease VALUES (16, 12, 7, '2021-01-15', NULL, 2780);
INSERT INTO lease VALUES (17, 13, 20, '2019-05-01', '2023-04-30', 2600);
INSERT INTO lease VALUES (18, 14, 19, '2021-09-01', NULL, 820);
INSERT INTO lease VALUES (19, 15, 2, '2019-02-01', NULL, 1120);
INSERT INTO lease VALUES (20, 16, 16, '2022-02-01', NULL, 1660);
INSERT INTO lease VALUES (21, 17, 13, '2004-06-01', NULL, 900);
INSERT INTO lease VALUES (22, 18, 5, '2022-10-01', NULL, 990);
INSERT INTO lease VALUES (23, 19, 4, '2016-01-01', '2021-12-31', 8000);
INSERT INTO lease VALUES (24, 19, 9, '2022-03-01', NULL, 8700);
INSERT INTO lease VALUES (25, 20, 14, '2018-12-01', NULL, 3350);
INSERT INTO lease VALUES (26, 21, 9, '2020-03-01', NULL, 4420);
INSERT INTO lease VALUES (27, 22, 6, '2015-05-01', NULL, 4350);
INSERT INTO lease VALUES (28, 23, 6, '2021-09-01', NULL, 1490);
INSERT INTO lease VALUES (29, 25, 20, '2023-05-01', NULL, 2040);
INSERT INTO lease VALUES (30, 26, 14, '2021-06-01', '2022-05-31', 3800);
INSERT INTO lease VALUES (31, 27, 11, '2020-11-01', NULL, 6300);
INSERT INTO lease VALUES (32, 28, 19, '2020-09-01', '2021-08-31', 1600);
INSERT INTO firm VALUES (1, 'Drip & Sons', 'plumbing', 'Brenton', 58);
INSERT INTO firm VALUES (2, 'Volt Brothers', 'electrics', 'Varnow', 62.5);
INSERT INTO firm VALUES (3, 'Topside Roofing', 'roofing', 'Lisk', 71);
INSERT INTO firm VALUES (4, 'Paintbox', 'painting', 'Brenton', 44);
INSERT INTO firm VALUES (5, 'Keyhole Service', 'locks', 'Port Elm', 49.5);
INSERT INTO firm VALUES (6, 'AquaFix', 'plumbing', 'Varnow', 55);
INSERT INTO firm VALUES (7, 'Warm House Heating', 'heating', 'Varnow', 66);
INSERT INTO firm VALUES (8, 'Clearview Glass', 'windows', 'Port Elm', 52);
INSERT INTO firm VALUES (9, 'Otis Carpentry', 'carpentry', 'Lisk', 47);
INSERT INTO rpr VALUES (1, 1, 1, '2021-01-14', 'blocked sink', 140, 'N');
INSERT INTO rpr VALUES (2, 1, 7, '2021-12-02', 'boiler failure', 890, 'Y');
INSERT INTO rpr VALUES (3, 3, 4, '2022-04-18', 'wall painting', 620, 'N');
INSERT INTO rpr VALUES (4, 4, 8, '2022-06-30', 'broken shop window', 1450, 'Y');
INSERT INTO rpr VALUES (5, 5, 1, '2020-03-11', 'burst pipe', 1120, 'Y');
INSERT INTO rpr VALUES (6, 5, 3, '2021-10-05', 'roof leak', 2380, 'Y');
INSERT INTO rpr VALUES (7, 6, 9, '2022-02-22', 'loose floorboards', 310, 'N');
INSERT INTO rpr VALUES (8, 7, 6, '2022-09-08', 'dripping tap', 95, 'N');
INSERT INTO rpr VALUES (9, 8, 2, '2021-07-19', 'faulty socket', 160, 'N');
INSERT INTO rpr VALUES (10, 9, 7, '2022-11-27', 'cold radiator', 245, 'N');
INSERT INTO rpr VALUES (11, 10, 6, '2020-08-15', 'shower leak', 530, 'Y');
INSERT INTO rpr VALUES (12, 11, 2, '2023-01-16', 'new wiring', 3900, 'N');
INSERT INTO rpr VALUES (13, 12, 3, '2021-03-03', 'missing slates', 1275, 'N');
INSERT INTO rpr VALUES (14, 13, 5, '2023-05-02', 'lock change', 180, 'N');
INSERT INTO rpr VALUES (15, 14, 6, '2022-01-20', 'blocked toilet', 210, 'Y');
INSERT INTO rpr VALUES (16, 15, 2, '2023-02-09', 'fuse box replacement', 740, 'Y');
INSERT INTO rpr VALUES (17, 16, 4, '2022-01-25', 'wall painting', 480, 'N');
INSERT INTO rpr VALUES (18, 17, 7, '2020-12-12', 'boiler failure', 1010, 'Y');
INSERT INTO rpr VALUES (19, 17, 3, '2022-03-29', 'roof leak', 1890, 'Y');
INSERT INTO rpr VALUES (20, 18, 9, '2022-09-21', 'kitchen cupboard', 415, 'N');
INSERT INTO rpr VALUES (21, 19, 2, '2022-02-14', 'server room cabling', 2750, 'N');
INSERT INTO rpr VALUES (22, 20, 8, '2021-05-10', 'window seal', 330, 'N');
INSERT INTO rpr VALUES (23, 21, 1, '2023-03-22', 'bath replacement', 1640, 'N');
INSERT INTO rpr VALUES (24, 22, 5, '2021-08-26', 'break-in repair', 365, 'Y');
INSERT INTO rpr VALUES (25, 23, 1, '2023-04-04', 'burst pipe', 980, 'Y');
INSERT INTO rpr VALUES (26, 25, 8, '2023-06-13', 'balcony door glass', 720, 'N');
INSERT INTO rpr VALUES (27, 26, 4, '2022-06-06', 'wall painting', 950, 'N');
INSERT INTO rpr VALUES (28, 27, 5, '2021-02-01', 'shutter lock', 275, 'N');
INSERT INTO rpr VALUES (29, 7, 2, '2023-01-30', 'doorbell wiring', 85, 'N');
INSERT INTO rpr VALUES (30, 5, 9, '2023-07-17', 'stair rail', 290, 'N');
