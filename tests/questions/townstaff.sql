CREATE TABLE tbl_office (
  officeCode TEXT PRIMARY KEY,
  officeName TEXT NOT NULL,
  district TEXT NOT NULL,
  openedYear INTEGER,
  counters INTEGER,
  yearlyBudget REAL,
  opensSaturday INTEGER NOT NULL   -- 1 yes, 0 no
);
CREATE TABLE tbl_position (
  posId INTEGER PRIMARY KEY,
  posTitle TEXT NOT NULL,
  payGrade TEXT NOT NULL,
  minSalary INTEGER,
  maxSalary INTEGER
);
CREATE TABLE tbl_employee (
  empNo INTEGER PRIMARY KEY,
  givenName TEXT NOT NULL,
  surname TEXT NOT NULL,
  sex TEXT NOT NULL,
  hireDate DATE NOT NULL,
  salary INTEGER NOT NULL,
  contract TEXT NOT NULL,          -- FT full time, PT part time
  officeCode TEXT NOT NULL REFERENCES tbl_office(officeCode),
  posId INTEGER NOT NULL REFERENCES tbl_position(posId),
  bossNo INTEGER REFERENCES tbl_employee(empNo)
);
CREATE TABLE tbl_transfer (
  transferId INTEGER PRIMARY KEY,
  empNo INTEGER NOT NULL REFERENCES tbl_employee(empNo),
  fromOffice TEXT NOT NULL REFERENCES tbl_office(officeCode),
  toOffice TEXT NOT NULL REFERENCES tbl_office(officeCode),
  transferDate DATE NOT NULL,
  reason TEXT
);
CREATE TABLE tbl_service (
  svcId INTEGER PRIMARY KEY,
  svcName TEXT NOT NULL,
  fee NUMERIC NOT NULL,
  targetDays INTEGER NOT NULL,
  officeCode TEXT NOT NULL REFERENCES tbl_office(officeCode)
);
CREATE TABLE tbl_application (
  appId INTEGER PRIMARY KEY,
  svcId INTEGER NOT NULL REFERENCES tbl_service(svcId),
  empNo INTEGER NOT NULL REFERENCES tbl_employee(empNo),
  citizenName TEXT NOT NULL,
  filedOn DATE NOT NULL,
  closedOn DATE,
  outcome TEXT,
  channel TEXT NOT NULL
);
CREATE TABLE tbl_course (
  courseId INTEGER PRIMARY KEY,
  courseName TEXT NOT NULL,
  hours INTEGER NOT NULL,
  cost NUMERIC NOT NULL
);
CREATE TABLE tbl_employee_course (
  empNo INTEGER NOT NULL REFERENCES tbl_employee(empNo),
  courseId INTEGER NOT NULL REFERENCES tbl_course(courseId),
  passed INTEGER NOT NULL,
  score INTEGER,
  PRIMARY KEY (empNo, courseId)
);
INSERT INTO tbl_office VALUES ('REG', 'Civil Registry', 'Old Town', 1921, 6, 820000, 1);
INSERT INTO tbl_office VALUES ('TAX', 'Tax Office', 'Old Town', 1948, 8, 1450000, 0);
INSERT INTO tbl_office VALUES ('BLD', 'Building Permits', 'Riverside', 1963, 4, 610000, 0);
INSERT INTO tbl_office VALUES ('TRF', 'Traffic and Parking', 'Riverside', 1971, 7, 930000, 1);
INSERT INTO tbl_office VALUES ('SOC', 'Social Welfare', 'Northgate', 1952, 9, 2750000, 0);
INSERT INTO tbl_office VALUES ('YTH', 'Youth and Schools', 'Northgate', 1978, 5, 1980000, 0);
INSERT INTO tbl_office VALUES ('PRK', 'Parks and Cemeteries', 'Southfield', 1934, 2, 540000, 0);
INSERT INTO tbl_office VALUES ('CIT', 'Citizens Desk South', 'Southfield', 2006, 10, 475000, 1);
INSERT INTO tbl_office VALUES ('ARC', 'Town Archive', 'Old Town', 1902, 1, 190000, 0);
INSERT INTO tbl_position VALUES (1, 'Head of Office', 'E4', 62000, 84000);
INSERT INTO tbl_position VALUES (2, 'Case Officer', 'E2', 36000, 48000);
INSERT INTO tbl_position VALUES (3, 'Clerk', 'E1', 27000, 36000);
INSERT INTO tbl_position VALUES (4, 'Inspector', 'E3', 44000, 58000);
INSERT INTO tbl_position VALUES (5, 'Legal Adviser', 'E4', 55000, 72000);
INSERT INTO tbl_position VALUES (6, 'IT Technician', 'E2', 38000, 52000);
INSERT INTO tbl_position VALUES (7, 'Archivist', 'E2', 35000, 47000);
INSERT INTO tbl_position VALUES (8, 'Trainee', 'E0', 18000, 22000);
INSERT INTO tbl_employee VALUES (101, 'Magda', 'Reinholt', 'F', '1996-04-01', 81500, 'FT', 'SOC', 1, NULL);
INSERT INTO tbl_employee VALUES (102, 'Conrad', 'Ashby', 'M', '2001-09-15', 74000, 'FT', 'TAX', 1, 101);
INSERT INTO tbl_employee VALUES (103, 'Lidia', 'Ferro', 'F', '2005-02-01', 70500, 'FT', 'REG', 1, 101);
INSERT INTO tbl_employee VALUES (104, 'Erik', 'Sandoval', 'M', '2008-06-01', 68200, 'FT', 'BLD', 1, 101);
INSERT INTO tbl_employee VALUES (105, 'Joan', 'Petrie', 'F', '2010-01-11', 66900, 'FT', 'TRF', 1, 101);
INSERT INTO tbl_employee VALUES (106, 'Anton', 'Wirth', 'M', '2003-03-17', 64300, 'PT', 'ARC', 1, 103);
INSERT INTO tbl_employee VALUES (107, 'Nina', 'Kowal', 'F', '2012-05-02', 46200, 'FT', 'TAX', 2, 102);
INSERT INTO tbl_employee VALUES (108, 'Gareth', 'Bevan', 'M', '2015-10-01', 43100, 'FT', 'TAX', 2, 102);
INSERT INTO tbl_employee VALUES (109, 'Salome', 'Ortiz', 'F', '2019-08-12', 38400, 'PT', 'TAX', 2, 102);
INSERT INTO tbl_employee VALUES (110, 'Henry', 'Lisle', 'M', '2011-11-21', 41800, 'FT', 'REG', 2, 103);
INSERT INTO tbl_employee VALUES (111, 'Bettina', 'Graf', 'F', '2020-02-03', 31200, 'PT', 'REG', 3, 103);
INSERT INTO tbl_employee VALUES (112, 'Kofi', 'Mensah', 'M', '2017-07-10', 33900, 'FT', 'REG', 3, 110);
INSERT INTO tbl_employee VALUES (113, 'Ursula', 'Dray', 'F', '2009-09-07', 55600, 'FT', 'BLD', 4, 104);
INSERT INTO tbl_employee VALUES (114, 'Mark', 'Tolland', 'M', '2014-04-28', 51300, 'FT', 'BLD', 4, 104);
INSERT INTO tbl_employee VALUES (115, 'Dilek', 'Aydin', 'F', '2021-01-18', 59800, 'FT', 'BLD', 5, 104);
INSERT INTO tbl_employee VALUES (116, 'Roland', 'Peake', 'M', '2006-12-04', 49900, 'FT', 'TRF', 4, 105);
INSERT INTO tbl_employee VALUES (117, 'Amy', 'Chester', 'F', '2018-03-26', 30500, 'FT', 'TRF', 3, 116);
INSERT INTO tbl_employee VALUES (118, 'Victor', 'Hanley', 'M', '2022-09-01', 19500, 'FT', 'TRF', 8, 117);
INSERT INTO tbl_employee VALUES (119, 'Paula', 'Simms', 'F', '2007-05-14', 49300, 'PT', 'SOC', 2, 101);
INSERT INTO tbl_employee VALUES (120, 'Osman', 'Celik', 'M', '2013-08-19', 44600, 'FT', 'SOC', 2, 101);
INSERT INTO tbl_employee VALUES (121, 'Rachel', 'Dunmore', 'F', '2016-06-06', 42300, 'FT', 'SOC', 2, 119);
INSERT INTO tbl_employee VALUES (122, 'Ivan', 'Stoyan', 'M', '2019-01-07', 68800, 'FT', 'SOC', 5, 101);
INSERT INTO tbl_employee VALUES (123, 'Teresa', 'Lang', 'F', '2011-03-14', 65100, 'FT', 'YTH', 1, 101);
INSERT INTO tbl_employee VALUES (124, 'Noel', 'Farrant', 'M', '2020-10-05', 35100, 'PT', 'YTH', 2, 123);
INSERT INTO tbl_employee VALUES (125, 'Sophie', 'Krall', 'F', '2023-09-01', 18600, 'FT', 'YTH', 8, 124);
INSERT INTO tbl_employee VALUES (126, 'Basil', 'Thorne', 'M', '2004-04-19', 63200, 'FT', 'PRK', 1, 101);
INSERT INTO tbl_employee VALUES (127, 'Gloria', 'Penn', 'F', '2018-11-12', 34800, 'FT', 'CIT', 3, 103);
INSERT INTO tbl_employee VALUES (128, 'Ralf', 'Decker', 'M', '2016-02-22', 51000, 'FT', 'CIT', 6, 102);
INSERT INTO tbl_employee VALUES (129, 'Hazel', 'Ingram', 'F', '2014-09-08', 44900, 'PT', 'ARC', 7, 106);
INSERT INTO tbl_employee VALUES (130, 'Tim', 'Aubrey', 'M', '2023-09-15', 20400, 'FT', 'CIT', 8, 127);
INSERT INTO tbl_transfer VALUES (1, 107, 'REG', 'TAX', '2014-01-01', 'reorganisation');
INSERT INTO tbl_transfer VALUES (2, 110, 'TAX', 'REG', '2015-03-01', 'own wish');
INSERT INTO tbl_transfer VALUES (3, 112, 'CIT', 'REG', '2019-06-01', 'staff shortage');
INSERT INTO tbl_transfer VALUES (4, 116, 'BLD', 'TRF', '2010-05-15', 'promotion');
INSERT INTO tbl_transfer VALUES (5, 119, 'YTH', 'SOC', '2012-02-01', 'reorganisation');
INSERT INTO tbl_transfer VALUES (6, 120, 'YTH', 'SOC', '2016-09-01', 'own wish');
INSERT INTO tbl_transfer VALUES (7, 127, 'REG', 'CIT', '2020-04-01', 'staff shortage');
INSERT INTO tbl_transfer VALUES (8, 128, 'TAX', 'CIT', '2018-01-15', 'own wish');
INSERT INTO tbl_transfer VALUES (9, 128, 'CIT', 'REG', '2020-01-15', 'staff shortage');
INSERT INTO tbl_transfer VALUES (10, 128, 'REG', 'CIT', '2021-07-01', 'own wish');
INSERT INTO tbl_transfer VALUES (11, 103, 'CIT', 'REG', '2009-10-01', 'promotion');
INSERT INTO tbl_transfer VALUES (12, 123, 'SOC', 'YTH', '2017-05-01', 'promotion');
INSERT INTO tbl_transfer VALUES (13, 129, 'REG', 'ARC', '2017-11-01', 'own wish');
INSERT INTO tbl_transfer VALUES (14, 126, 'BLD', 'PRK', '2011-08-01', 'promotion');
INSERT INTO tbl_transfer VALUES (15, 107, 'TAX', 'SOC', '2018-02-01', 'staff shortage');
INSERT INTO tbl_transfer VALUES (16, 107, 'SOC', 'TAX', '2019-02-01', 'own wish');
INSERT INTO tbl_transfer VALUES (17, 114, 'TRF', 'BLD', '2018-10-01', NULL);
INSERT INTO tbl_service VALUES (1, 'Passport renewal', 60, 21, 'REG');
INSERT INTO tbl_service VALUES (2, 'Birth certificate', 12.5, 5, 'REG');
INSERT INTO tbl_service VALUES (3, 'Marriage registration', 85, 14, 'REG');
INSERT INTO tbl_service VALUES (4, 'Dog licence', 45, 7, 'TAX');
INSERT INTO tbl_service VALUES (5, 'Business tax statement', 30, 10, 'TAX');
INSERT INTO tbl_service VALUES (6, 'House extension permit', 320, 60, 'BLD');
INSERT INTO tbl_service VALUES (7, 'Demolition permit', 410, 45, 'BLD');
INSERT INTO tbl_service VALUES (8, 'Resident parking pass', 55, 7, 'TRF');
INSERT INTO tbl_service VALUES (9, 'Disabled parking badge', 0, 14, 'TRF');
INSERT INTO tbl_service VALUES (10, 'Housing benefit', 0, 30, 'SOC');
INSERT INTO tbl_service VALUES (11, 'Nursery place', 0, 40, 'YTH');
INSERT INTO tbl_service VALUES (12, 'School transport card', 25, 15, 'YTH');
INSERT INTO tbl_service VALUES (13, 'Grave plot lease', 780, 12, 'PRK');
INSERT INTO tbl_service VALUES (14, 'Address change', 0, 2, 'CIT');
INSERT INTO tbl_service VALUES (15, 'Archive search', 35, 20, 'ARC');
INSERT INTO tbl_service VALUES (16, 'Wood cutting permit', 18, 25, 'PRK');
INSERT INTO tbl_application VALUES (1, 14, 128, 'Emil Santer', '2023-03-15', '2023-03-17', 'granted', 'counter');
INSERT INTO tbl_application VALUES (2, 4, 108, 'Aldo Brix', '2023-02-08', '2023-02-15', 'refused', 'counter');
INSERT INTO tbl_application VALUES (3, 1, 112, 'Gus Arden', '2023-09-04', '2023-10-09', 'granted', 'counter');
INSERT INTO tbl_application VALUES (4, 8, 117, 'Gus Arden', '2024-01-03', NULL, NULL, 'online');
INSERT INTO tbl_application VALUES (5, 8, 117, 'Fay Limbert', '2023-11-20', '2023-11-25', 'refused', 'online');
INSERT INTO tbl_application VALUES (6, 8, 117, 'Fay Limbert', '2024-01-12', '2024-01-28', 'granted', 'post');
INSERT INTO tbl_application VALUES (7, 5, 109, 'Bea Norling', '2023-10-25', NULL, NULL, 'post');
INSERT INTO tbl_application VALUES (8, 4, 109, 'Dora Wick', '2023-06-24', '2023-07-02', 'granted', 'online');
INSERT INTO tbl_application VALUES (9, 14, 128, 'Emil Santer', '2023-11-05', '2023-11-06', 'granted', 'counter');
INSERT INTO tbl_application VALUES (10, 9, 116, 'Hetty Cole', '2024-01-29', '2024-02-23', 'refused', 'online');
INSERT INTO tbl_application VALUES (11, 8, 116, 'Bea Norling', '2024-02-17', NULL, NULL, 'counter');
INSERT INTO tbl_application VALUES (12, 10, 122, 'Hetty Cole', '2023-08-21', NULL, NULL, 'counter');
INSERT INTO tbl_application VALUES (13, 4, 109, 'Aldo Brix', '2023-03-02', '2023-03-03', 'granted', 'online');
INSERT INTO tbl_application VALUES (14, 8, 116, 'Otto Berne', '2023-02-19', NULL, NULL, 'post');
INSERT INTO tbl_application VALUES (15, 3, 112, 'Hetty Cole', '2023-07-02', '2023-07-16', 'granted', 'online');
INSERT INTO tbl_application VALUES (16, 1, 112, 'Karl Otte', '2023-04-26', '2023-05-21', 'refused', 'online');
INSERT INTO tbl_application VALUES (17, 13, 126, 'Jill Vane', '2023-12-13', '2023-12-22', 'granted', 'online');
INSERT INTO tbl_application VALUES (18, 6, 114, 'Jill Vane', '2023-11-13', '2023-12-14', 'granted', 'counter');
INSERT INTO tbl_application VALUES (19, 1, 110, 'Cyril Haas', '2023-07-21', '2023-08-27', 'granted', 'online');
INSERT INTO tbl_application VALUES (20, 8, 118, 'Pia Sund', '2023-11-05', NULL, NULL, 'online');
INSERT INTO tbl_application VALUES (21, 10, 121, 'Gus Arden', '2023-02-03', '2023-03-03', 'refused', 'counter');
INSERT INTO tbl_application VALUES (22, 2, 112, 'Nell Harrow', '2024-02-17', '2024-02-22', 'granted', 'online');
INSERT INTO tbl_application VALUES (23, 8, 118, 'Jill Vane', '2024-01-19', NULL, NULL, 'online');
INSERT INTO tbl_application VALUES (24, 14, 127, 'Milo Gant', '2023-05-27', '2023-05-28', 'refused', 'counter');
INSERT INTO tbl_application VALUES (25, 10, 122, 'Igor Palen', '2023-12-07', '2023-12-17', 'granted', 'online');
INSERT INTO tbl_application VALUES (26, 2, 112, 'Igor Palen', '2023-02-22', '2023-02-28', 'refused', 'post');
INSERT INTO tbl_application VALUES (27, 4, 109, 'Lena Moss', '2023-03-18', '2023-03-19', 'granted', 'counter');
INSERT INTO tbl_application VALUES (28, 9, 117, 'Aldo Brix', '2023-04-03', '2023-04-26', 'refused', 'counter');
INSERT INTO tbl_application VALUES (29, 4, 107, 'Cyril Haas', '2023-06-07', '2023-06-14', 'refused', 'online');
INSERT INTO tbl_application VALUES (30, 3, 111, 'Cyril Haas', '2023-11-17', NULL, NULL, 'counter');
INSERT INTO tbl_application VALUES (31, 11, 124, 'Fay Limbert', '2023-12-10', NULL, NULL, 'counter');
INSERT INTO tbl_application VALUES (32, 1, 110, 'Emil Santer', '2023-02-10', NULL, NULL, 'online');
INSERT INTO tbl_application VALUES (33, 8, 118, 'Dora Wick', '2023-07-02', '2023-07-03', 'withdrawn', 'online');
INSERT INTO tbl_application VALUES (34, 1, 110, 'Gus Arden', '2023-07-30', NULL, NULL, 'counter');
INSERT INTO tbl_application VALUES (35, 15, 129, 'Lena Moss', '2023-07-13', '2023-08-02', 'refused', 'post');
INSERT INTO tbl_application VALUES (36, 10, 120, 'Otto Berne', '2024-02-17', '2024-03-07', 'granted', 'counter');
INSERT INTO tbl_application VALUES (37, 6, 115, 'Fay Limbert', '2023-07-09', '2023-09-11', 'granted', 'counter');
INSERT INTO tbl_application VALUES (38, 5, 108, 'Karl Otte', '2023-09-05', NULL, NULL, 'online');
INSERT INTO tbl_course VALUES (1, 'Data protection', 6, 120);
INSERT INTO tbl_course VALUES (2, 'Conflict at the counter', 8, 240);
INSERT INTO tbl_course VALUES (3, 'Administrative law', 24, 690);
INSERT INTO tbl_course VALUES (4, 'Spreadsheet basics', 10, 180);
INSERT INTO tbl_course VALUES (5, 'First aid', 12, 95);
INSERT INTO tbl_course VALUES (6, 'Plain language writing', 5, 150);
INSERT INTO tbl_course VALUES (7, 'Leading a team', 30, 880);
INSERT INTO tbl_course VALUES (8, 'Fire safety', 3, 60);
INSERT INTO tbl_employee_course VALUES (101, 7, 1, 92);
INSERT INTO tbl_employee_course VALUES (102, 7, 1, 78);
INSERT INTO tbl_employee_course VALUES (103, 7, 1, 85);
INSERT INTO tbl_employee_course VALUES (104, 7, 0, 49);
INSERT INTO tbl_employee_course VALUES (104, 3, 1, 71);
INSERT INTO tbl_employee_course VALUES (107, 1, 1, 88);
INSERT INTO tbl_employee_course VALUES (107, 4, 1, 90);
INSERT INTO tbl_employee_course VALUES (107, 3, 0, 52);
INSERT INTO tbl_employee_course VALUES (108, 4, 1, 67);
INSERT INTO tbl_employee_course VALUES (109, 1, 1, 74);
INSERT INTO tbl_employee_course VALUES (110, 2, 1, 81);
INSERT INTO tbl_employee_course VALUES (111, 2, 1, 77);
INSERT INTO tbl_employee_course VALUES (111, 1, 1, 95);
INSERT INTO tbl_employee_course VALUES (112, 2, 0, 44);
INSERT INTO tbl_employee_course VALUES (112, 5, 1, 70);
INSERT INTO tbl_employee_course VALUES (113, 5, 1, 83);
INSERT INTO tbl_employee_course VALUES (114, 3, 1, 66);
INSERT INTO tbl_employee_course VALUES (115, 3, 1, 97);
INSERT INTO tbl_employee_course VALUES (116, 5, 1, 79);
INSERT INTO tbl_employee_course VALUES (117, 2, 1, 86);
INSERT INTO tbl_employee_course VALUES (117, 6, 1, 72);
INSERT INTO tbl_employee_course VALUES (118, 1, 0, 38);
INSERT INTO tbl_employee_course VALUES (118, 5, 1, 64);
INSERT INTO tbl_employee_course VALUES (119, 6, 1, 91);
INSERT INTO tbl_employee_course VALUES (120, 1, 1, 69);
INSERT INTO tbl_employee_course VALUES (121, 2, 1, 73);
INSERT INTO tbl_employee_course VALUES (121, 6, 1, 80);
INSERT INTO tbl_employee_course VALUES (122, 3, 1, 89);
INSERT INTO tbl_employee_course VALUES (124, 4, 0, 47);
INSERT INTO tbl_employee_course VALUES (125, 1, 1, 76);
INSERT INTO tbl_employee_course VALUES (127, 2, 1, 84);
INSERT INTO tbl_employee_course VALUES (127, 1, 1, 82);
INSERT INTO tbl_employee_course VALUES (128, 4, 1, 99);
INSERT INTO tbl_employee_course VALUES (128, 1, 1, 93);
INSERT INTO tbl_employee_course VALUES (129, 4, 1, 62);
INSERT INTO tbl_employee_course VALUES (130, 5, 0, NULL);
