PRAGMA foreign_keys = ON;
CREATE TABLE insurer (
  insurer_id INTEGER PRIMARY KEY,
  insurer_name VARCHAR(60) NOT NULL,
  kind CHAR(1) NOT NULL,            -- P = private, S = statutory
  phone VARCHAR(20)
);
CREATE TABLE clinic (
  clinic_id INTEGER PRIMARY KEY,
  clinic_name VARCHAR(60) NOT NULL,
  town VARCHAR(40) NOT NULL,
  opened_on DATE NOT NULL,
  has_parking BOOLEAN NOT NULL,
  treatment_rooms INTEGER NOT NULL
);
CREATE TABLE therapist (
  therapist_id INTEGER PRIMARY KEY,
  first_name VARCHAR(30) NOT NULL,
  last_name VARCHAR(30) NOT NULL,
  gender CHAR(1) NOT NULL,
  birth_date DATE NOT NULL,
  specialty VARCHAR(30) NOT NULL,
  hourly_fee DECIMAL(6,2) NOT NULL,
  home_clinic_id INTEGER NOT NULL REFERENCES clinic(clinic_id),
  mentor_id INTEGER REFERENCES therapist(therapist_id)
);
CREATE TABLE patient (
  patient_id INTEGER PRIMARY KEY,
  first_name VARCHAR(30) NOT NULL,
  last_name VARCHAR(30) NOT NULL,
  gender CHAR(1) NOT NULL,
  birth_date DATE NOT NULL,
  town VARCHAR(40) NOT NULL,
  smoker BOOLEAN NOT NULL,
  weight_kg REAL,
  insurer_id INTEGER REFERENCES insurer(insurer_id)
);
CREATE TABLE appointment (
  appointment_id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patient(patient_id),
  therapist_id INTEGER NOT NULL REFERENCES therapist(therapist_id),
  clinic_id INTEGER NOT NULL REFERENCES clinic(clinic_id),
  appointment_date DATE NOT NULL,
  duration_minutes INTEGER NOT NULL,
  price DECIMAL(7,2) NOT NULL,
  status VARCHAR(12) NOT NULL
);
CREATE TABLE exercise (
  exercise_id INTEGER PRIMARY KEY,
  exercise_name VARCHAR(50) NOT NULL,
  body_part VARCHAR(20) NOT NULL,
  difficulty_level INTEGER NOT NULL,
  minutes INTEGER NOT NULL
);
CREATE TABLE patient_exercise (
  patient_id INTEGER NOT NULL REFERENCES patient(patient_id),
  exercise_id INTEGER NOT NULL REFERENCES exercise(exercise_id),
  times_per_week INTEGER NOT NULL,
  started_on DATE NOT NULL,
  PRIMARY KEY (patient_id, exercise_id)
);
INSERT INTO insurer VALUES (1, 'Nordlicht Health', 'P', '555-0101');
INSERT INTO insurer VALUES (2, 'Green Shield Mutual', 'S', '555-0114');
INSERT INTO insurer VALUES (3, 'Harbour Care', 'S', '555-0129');
INSERT INTO insurer VALUES (4, 'Atlas Private', 'P', '555-0133');
INSERT INTO insurer VALUES (5, 'Public Sickness Fund East', 'S', '555-0147');
INSERT INTO insurer VALUES (6, 'Sunrise Cover', 'P', NULL);
INSERT INTO insurer VALUES (7, 'Guild of Bakers Fund', 'S', '555-0162');
INSERT INTO insurer VALUES (8, 'Railway Workers Fund', 'S', NULL);
INSERT INTO clinic VALUES (1, 'Riverside Physio', 'Ashbrook', '2004-03-15', 1, 6);
INSERT INTO clinic VALUES (2, 'Old Mill Practice', 'Ashbrook', '1998-09-01', 0, 4);
INSERT INTO clinic VALUES (3, 'Hilltop Rehab', 'Dunmere', '2011-05-20', 1, 9);
INSERT INTO clinic VALUES (4, 'Market Square Therapy', 'Dunmere', '2016-02-10', 0, 3);
INSERT INTO clinic VALUES (5, 'Lakeview Centre', 'Tarnfield', '2008-11-03', 1, 7);
INSERT INTO clinic VALUES (6, 'Station Road Clinic', 'Kelsbury', '2019-06-17', 0, 5);
INSERT INTO clinic VALUES (7, 'Meadow House', 'Kelsbury', '2001-01-08', 1, 8);
INSERT INTO clinic VALUES (8, 'Pinewood Spa', 'Orlen', '2022-04-04', 1, 2);
INSERT INTO therapist VALUES (1, 'Helena', 'Brandt', 'F', '1965-04-12', 'Spine', 95.0, 1, NULL);
INSERT INTO therapist VALUES (2, 'Oskar', 'Lind', 'M', '1970-08-30', 'Sports', 90.0, 3, NULL);
INSERT INTO therapist VALUES (3, 'Miriam', 'Okafor', 'F', '1978-01-19', 'Hand', 82.5, 1, 1);
INSERT INTO therapist VALUES (4, 'Pavel', 'Novotny', 'M', '1982-06-05', 'Sports', 78.0, 3, 2);
INSERT INTO therapist VALUES (5, 'Grace', 'Tully', 'F', '1985-12-24', 'Paediatric', 74.0, 5, 1);
INSERT INTO therapist VALUES (6, 'Samir', 'Haddad', 'M', '1988-03-03', 'Spine', 72.0, 2, 1);
INSERT INTO therapist VALUES (7, 'Lotte', 'Visser', 'F', '1990-07-14', 'Sports', 70.0, 4, 2);
INSERT INTO therapist VALUES (8, 'Duncan', 'Reid', 'M', '1975-10-09', 'Neurology', 88.0, 7, NULL);
INSERT INTO therapist VALUES (9, 'Ines', 'Carvalho', 'F', '1992-02-27', 'Neurology', 66.0, 7, 8);
INSERT INTO therapist VALUES (10, 'Tomas', 'Berg', 'M', '1994-09-18', 'Hand', 62.0, 6, 3);
INSERT INTO therapist VALUES (11, 'Yuki', 'Arai', 'F', '1991-05-22', 'Paediatric', 65.0, 5, 5);
INSERT INTO therapist VALUES (12, 'Jonas', 'Keller', 'M', '1996-11-11', 'Spine', 58.0, 6, 6);
INSERT INTO therapist VALUES (13, 'Bridget', 'Moore', 'F', '1968-03-29', 'Respiratory', 86.0, 7, NULL);
INSERT INTO patient VALUES (1, 'Alma', 'Winter', 'F', '1950-02-11', 'Ashbrook', 0, 63.5, 2);
INSERT INTO patient VALUES (2, 'Bruno', 'Castell', 'M', '1962-07-23', 'Ashbrook', 1, 88.0, 1);
INSERT INTO patient VALUES (3, 'Clara', 'Dietz', 'F', '1988-10-02', 'Dunmere', 0, 59.2, 3);
INSERT INTO patient VALUES (4, 'Derek', 'Swann', 'M', '1979-01-30', 'Dunmere', 1, 94.6, 5);
INSERT INTO patient VALUES (5, 'Edith', 'Rowan', 'F', '1944-12-05', 'Tarnfield', 0, 55.0, 2);
INSERT INTO patient VALUES (6, 'Felix', 'Obrist', 'M', '2001-06-17', 'Kelsbury', 0, 74.3, 4);
INSERT INTO patient VALUES (7, 'Greta', 'Solberg', 'F', '1995-03-08', 'Kelsbury', 0, 61.0, 4);
INSERT INTO patient VALUES (8, 'Hugo', 'Marten', 'M', '1971-09-21', 'Ashbrook', 1, 101.2, 2);
INSERT INTO patient VALUES (9, 'Irene', 'Fabian', 'F', '1983-05-14', 'Orlen', 0, 67.7, 7);
INSERT INTO patient VALUES (10, 'Jakub', 'Zelny', 'M', '2010-08-09', 'Dunmere', 0, 41.0, 3);
INSERT INTO patient VALUES (11, 'Karin', 'Osmond', 'F', '1968-11-27', 'Tarnfield', 1, 72.4, 5);
INSERT INTO patient VALUES (12, 'Leon', 'Pryce', 'M', '1990-04-03', 'Ashbrook', 0, 83.1, NULL);
INSERT INTO patient VALUES (13, 'Mona', 'Rashid', 'F', '2003-02-16', 'Kelsbury', 0, 54.8, 1);
INSERT INTO patient VALUES (14, 'Nils', 'Ekman', 'M', '1957-06-29', 'Orlen', 1, 79.9, 2);
INSERT INTO patient VALUES (15, 'Olga', 'Petrenko', 'F', '1976-08-18', 'Dunmere', 0, 70.5, 3);
INSERT INTO patient VALUES (16, 'Peter', 'Quint', 'M', '1985-12-12', 'Ashbrook', 0, 90.3, 4);
INSERT INTO patient VALUES (17, 'Rosa', 'Varga', 'F', '2012-01-25', 'Tarnfield', 0, 36.6, 7);
INSERT INTO patient VALUES (18, 'Simon', 'Hale', 'M', '1999-07-07', 'Dunmere', 1, 77.0, NULL);
INSERT INTO patient VALUES (19, 'Tilda', 'Berger', 'F', '1954-10-31', 'Kelsbury', 0, 66.1, 5);
INSERT INTO patient VALUES (20, 'Umar', 'Siddiq', 'M', '1966-03-22', 'Ashbrook', 0, 85.4, 2);
INSERT INTO patient VALUES (21, 'Vera', 'Lindqvist', 'F', '1993-09-09', 'Orlen', 1, 58.3, 6);
INSERT INTO patient VALUES (22, 'Walter', 'Kemp', 'M', '1948-05-01', 'Tarnfield', 0, 81.8, 3);
INSERT INTO patient VALUES (23, 'Xenia', 'Moll', 'F', '1981-04-26', 'Dunmere', 0, NULL, NULL);
INSERT INTO patient VALUES (24, 'Yann', 'Leroux', 'M', '1974-11-19', 'Kelsbury', 1, 97.5, 5);
INSERT INTO appointment VALUES (1, 16, 11, 7, '2023-09-04', 45, 48.75, 'no-show');
INSERT INTO appointment VALUES (2, 24, 4, 3, '2023-09-28', 45, 58.5, 'completed');
INSERT INTO appointment VALUES (3, 3, 8, 7, '2023-02-24', 60, 88.0, 'completed');
INSERT INTO appointment VALUES (4, 14, 8, 7, '2023-11-20', 60, 88.0, 'completed');
INSERT INTO appointment VALUES (5, 1, 10, 6, '2023-01-27', 30, 31.0, 'completed');
INSERT INTO appointment VALUES (6, 1, 8, 7, '2023-11-07', 90, 132.0, 'completed');
INSERT INTO appointment VALUES (7, 20, 4, 3, '2023-09-21', 20, 26.0, 'completed');
INSERT INTO appointment VALUES (8, 17, 5, 5, '2023-10-18', 90, 111.0, 'completed');
INSERT INTO appointment VALUES (9, 8, 6, 5, '2023-06-05', 20, 24.0, 'completed');
INSERT INTO appointment VALUES (10, 22, 2, 3, '2024-03-17', 30, 45.0, 'cancelled');
INSERT INTO appointment VALUES (11, 2, 1, 1, '2023-04-28', 30, 47.5, 'completed');
INSERT INTO appointment VALUES (12, 17, 7, 4, '2023-08-11', 20, 23.33, 'completed');
INSERT INTO appointment VALUES (13, 8, 6, 2, '2023-06-28', 20, 24.0, 'cancelled');
INSERT INTO appointment VALUES (14, 4, 2, 3, '2023-03-01', 20, 30.0, 'completed');
INSERT INTO appointment VALUES (15, 17, 9, 7, '2023-10-22', 30, 33.0, 'cancelled');
INSERT INTO appointment VALUES (16, 19, 4, 7, '2023-03-17', 45, 58.5, 'cancelled');
INSERT INTO appointment VALUES (17, 4, 7, 4, '2023-04-27', 20, 23.33, 'completed');
INSERT INTO appointment VALUES (18, 24, 6, 1, '2023-04-26', 30, 36.0, 'cancelled');
INSERT INTO appointment VALUES (19, 22, 2, 3, '2023-03-24', 30, 45.0, 'cancelled');
INSERT INTO appointment VALUES (20, 8, 1, 3, '2024-03-09', 30, 47.5, 'cancelled');
INSERT INTO appointment VALUES (21, 2, 2, 3, '2023-11-03', 60, 90.0, 'completed');
INSERT INTO appointment VALUES (22, 1, 6, 2, '2023-08-29', 30, 36.0, 'cancelled');
INSERT INTO appointment VALUES (23, 22, 2, 2, '2023-11-26', 30, 45.0, 'completed');
INSERT INTO appointment VALUES (24, 8, 4, 3, '2023-03-31', 60, 78.0, 'no-show');
INSERT INTO appointment VALUES (25, 7, 7, 5, '2023-02-18', 45, 52.5, 'completed');
INSERT INTO appointment VALUES (26, 3, 2, 3, '2023-05-19', 30, 45.0, 'cancelled');
INSERT INTO appointment VALUES (27, 8, 8, 5, '2023-09-17', 30, 44.0, 'no-show');
INSERT INTO appointment VALUES (28, 6, 2, 3, '2023-09-11', 60, 90.0, 'completed');
INSERT INTO appointment VALUES (29, 8, 4, 2, '2024-01-27', 20, 26.0, 'completed');
INSERT INTO appointment VALUES (30, 8, 8, 3, '2023-02-08', 20, 29.33, 'completed');
INSERT INTO appointment VALUES (31, 9, 6, 2, '2023-03-17', 20, 24.0, 'completed');
INSERT INTO appointment VALUES (32, 4, 8, 6, '2024-01-19', 60, 88.0, 'no-show');
INSERT INTO appointment VALUES (33, 24, 2, 3, '2024-04-25', 20, 30.0, 'cancelled');
INSERT INTO appointment VALUES (34, 12, 6, 1, '2023-11-11', 60, 72.0, 'completed');
INSERT INTO appointment VALUES (35, 17, 2, 3, '2023-06-21', 30, 45.0, 'completed');
INSERT INTO appointment VALUES (36, 2, 8, 7, '2024-01-21', 20, 29.33, 'completed');
INSERT INTO appointment VALUES (37, 11, 6, 2, '2023-09-08', 20, 24.0, 'cancelled');
INSERT INTO appointment VALUES (38, 1, 9, 7, '2023-11-24', 60, 66.0, 'cancelled');
INSERT INTO appointment VALUES (39, 14, 12, 6, '2023-02-14', 20, 19.33, 'completed');
INSERT INTO appointment VALUES (40, 4, 5, 6, '2023-06-27', 45, 55.5, 'cancelled');
INSERT INTO exercise VALUES (1, 'Wall slide', 'Shoulder', 1, 5);
INSERT INTO exercise VALUES (2, 'Clam shell', 'Hip', 2, 8);
INSERT INTO exercise VALUES (3, 'Heel raise', 'Ankle', 1, 4);
INSERT INTO exercise VALUES (4, 'Straight leg lift', 'Knee', 2, 6);
INSERT INTO exercise VALUES (5, 'Step down', 'Knee', 4, 10);
INSERT INTO exercise VALUES (6, 'Bird dog', 'Back', 3, 9);
INSERT INTO exercise VALUES (7, 'Cat stretch', 'Back', 1, 5);
INSERT INTO exercise VALUES (8, 'Towel grip', 'Hand', 1, 3);
INSERT INTO exercise VALUES (9, 'Putty squeeze', 'Hand', 2, 7);
INSERT INTO exercise VALUES (10, 'Single leg balance', 'Ankle', 3, 6);
INSERT INTO exercise VALUES (11, 'Side plank', 'Back', 5, 12);
INSERT INTO exercise VALUES (12, 'Band pull', 'Shoulder', 3, 11);
INSERT INTO exercise VALUES (13, 'Nordic lowering', 'Knee', 5, 14);
INSERT INTO exercise VALUES (14, 'Chin tuck', 'Neck', 1, 2);
INSERT INTO patient_exercise VALUES (1, 7, 5, '2023-02-01');
INSERT INTO patient_exercise VALUES (1, 4, 3, '2023-03-10');
INSERT INTO patient_exercise VALUES (2, 6, 4, '2023-04-02');
INSERT INTO patient_exercise VALUES (2, 7, 7, '2023-04-02');
INSERT INTO patient_exercise VALUES (3, 1, 3, '2023-05-11');
INSERT INTO patient_exercise VALUES (4, 5, 2, '2023-06-21');
INSERT INTO patient_exercise VALUES (4, 4, 5, '2023-06-01');
INSERT INTO patient_exercise VALUES (4, 13, 2, '2023-09-15');
INSERT INTO patient_exercise VALUES (5, 3, 7, '2023-02-20');
INSERT INTO patient_exercise VALUES (6, 13, 3, '2023-07-30');
INSERT INTO patient_exercise VALUES (6, 10, 4, '2023-08-05');
INSERT INTO patient_exercise VALUES (7, 12, 3, '2023-10-01');
INSERT INTO patient_exercise VALUES (8, 6, 3, '2023-03-18');
INSERT INTO patient_exercise VALUES (8, 7, 6, '2023-03-18');
INSERT INTO patient_exercise VALUES (8, 11, 2, '2023-11-02');
INSERT INTO patient_exercise VALUES (8, 2, 3, '2023-12-09');
INSERT INTO patient_exercise VALUES (9, 8, 7, '2024-01-12');
INSERT INTO patient_exercise VALUES (9, 9, 5, '2024-01-20');
INSERT INTO patient_exercise VALUES (10, 3, 4, '2023-05-29');
INSERT INTO patient_exercise VALUES (12, 4, 3, '2023-08-22');
INSERT INTO patient_exercise VALUES (13, 12, 4, '2024-02-02');
INSERT INTO patient_exercise VALUES (13, 1, 5, '2024-01-15');
INSERT INTO patient_exercise VALUES (14, 7, 7, '2023-09-09');
INSERT INTO patient_exercise VALUES (15, 9, 3, '2023-10-17');
INSERT INTO patient_exercise VALUES (16, 5, 3, '2024-03-01');
INSERT INTO patient_exercise VALUES (17, 8, 6, '2023-12-01');
INSERT INTO patient_exercise VALUES (19, 7, 4, '2024-02-14');
INSERT INTO patient_exercise VALUES (20, 6, 5, '2023-06-06');
INSERT INTO patient_exercise VALUES (20, 11, 1, '2024-03-20');
INSERT INTO patient_exercise VALUES (22, 3, 6, '2023-11-23');
INSERT INTO patient_exercise VALUES (24, 4, 4, '2024-01-05');
INSERT INTO patient_exercise VALUES (24, 6, 2, '2024-04-10');
