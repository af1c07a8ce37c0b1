CREATE TABLE teacher (
  teacher_id INTEGER PRIMARY KEY,
  first_name VARCHAR(40) NOT NULL,
  last_name VARCHAR(40) NOT NULL,
  sex CHAR(1),
  hired_on DATE,
  annual_salary INTEGER,
  full_time BOOLEAN,
  mentor_id INTEGER REFERENCES teacher(teacher_id)
);
CREATE TABLE form_group (
  form_code CHAR(3) PRIMARY KEY,
  year_level INTEGER NOT NULL,
  room VARCHAR(10),
  tutor_id INTEGER REFERENCES teacher(teacher_id)
);
CREATE TABLE pupil (
  pupil_id INTEGER PRIMARY KEY,
  first_name VARCHAR(40),
  last_name VARCHAR(40),
  gender CHAR(1),
  birth_date DATE,
  home_town VARCHAR(40),
  bus_pass BOOLEAN,
  form_code CHAR(3),
  FOREIGN KEY (form_code) REFERENCES form_group(form_code)
);
CREATE TABLE subject (
  subject_id INTEGER PRIMARY KEY,
  title VARCHAR(40),
  department VARCHAR(40),
  weekly_hours INTEGER
);
CREATE TABLE teacher_subject (
  teacher_id INTEGER,
  subject_id INTEGER,
  since_year INTEGER,
  PRIMARY KEY (teacher_id, subject_id),
  FOREIGN KEY (teacher_id) REFERENCES teacher(teacher_id),
  FOREIGN KEY (subject_id) REFERENCES subject(subject_id)
);
CREATE TABLE exam_result (
  pupil_id INTEGER,
  subject_id INTEGER,
  exam_date DATE,
  score INTEGER,
  PRIMARY KEY (pupil_id, subject_id),
  FOREIGN KEY (pupil_id) REFERENCES pupil(pupil_id),
  FOREIGN KEY (subject_id) REFERENCES subject(subject_id)
);
CREATE TABLE absence (
  absence_id INTEGER PRIMARY KEY,
  pupil_id INTEGER,
  absent_on DATE,
  lessons_missed INTEGER,
  reason VARCHAR(30),
  excused BOOLEAN,
  FOREIGN KEY (pupil_id) REFERENCES pupil(pupil_id)
);

INSERT INTO teacher VALUES (1, 'Margit', 'Ostrander', 'F', '1998-08-20', 61200, 1, NULL);
INSERT INTO teacher VALUES (2, 'Declan', 'Fairbrook', 'M', '2003-09-01', 57400, 1, 1);
INSERT INTO teacher VALUES (3, 'Priya', 'Venkat', 'F', '2011-08-25', 49800, 1, 1);
INSERT INTO teacher VALUES (4, 'Tobias', 'Lindqvist', 'M', '2015-01-12', 46250, 0, 2);
INSERT INTO teacher VALUES (5, 'Rosa', 'Almada', 'F', '2009-09-01', 52100, 1, 1);
INSERT INTO teacher VALUES (6, 'Hamish', 'Culloch', 'M', '2018-08-27', 41900, 1, 3);
INSERT INTO teacher VALUES (7, 'Noor', 'Bakshi', 'F', '2020-09-01', 38700, 0, 3);
INSERT INTO teacher VALUES (8, 'Edwin', 'Tarrow', 'M', '2001-02-05', 59050, 1, NULL);
INSERT INTO teacher VALUES (9, 'Celeste', 'Moreau', 'F', '2013-09-02', 48300, 1, 8);
INSERT INTO teacher VALUES (10, 'Ivan', 'Petrosh', 'M', '2021-08-30', 37400, 1, 5);
INSERT INTO teacher VALUES (11, 'Lorna', 'Whitby', 'F', '2016-09-01', 44600, 0, 8);
INSERT INTO teacher VALUES (12, 'Samuel', 'Okoro', 'M', '2022-01-10', 36900, 1, 5);

INSERT INTO form_group VALUES ('7A', 7, 'G01', 6);
INSERT INTO form_group VALUES ('7B', 7, 'G02', 7);
INSERT INTO form_group VALUES ('8A', 8, 'G07', 3);
INSERT INTO form_group VALUES ('8B', 8, 'N11', 9);
INSERT INTO form_group VALUES ('9A', 9, 'N12', 2);
INSERT INTO form_group VALUES ('9B', 9, 'N14', 5);
INSERT INTO form_group VALUES ('10A', 10, 'S21', 8);
INSERT INTO form_group VALUES ('10B', 10, 'S22', 4);

INSERT INTO pupil VALUES (1, 'Alba', 'Renner', 'F', '2011-06-08', 'Wexmoor', 1, '7A');
INSERT INTO pupil VALUES (2, 'Jonas', 'Pike', 'M', '2012-12-10', 'Oakhythe', 1, '7A');
INSERT INTO pupil VALUES (3, 'Mina', 'Sorel', 'F', '2011-12-25', 'Wexmoor', 0, '7A');
INSERT INTO pupil VALUES (4, 'Oscar', 'Dunlop', 'M', '2012-01-15', 'Wexmoor', 0, '7A');
INSERT INTO pupil VALUES (5, 'Tilda', 'Hauge', 'F', '2012-06-06', 'Little Arden', 0, '7A');
INSERT INTO pupil VALUES (6, 'Ravi', 'Menon', 'M', '2011-10-02', 'Stanbrook', 1, '7B');
INSERT INTO pupil VALUES (7, 'Greta', 'Boyle', 'F', '2012-04-03', 'Stanbrook', 1, '7B');
INSERT INTO pupil VALUES (8, 'Felix', 'Amaro', 'M', '2011-09-22', 'Wexmoor', 0, '7B');
INSERT INTO pupil VALUES (9, 'Nadia', 'Coster', 'F', '2010-03-23', 'Wexmoor', 0, '8A');
INSERT INTO pupil VALUES (10, 'Luca', 'Marsh', 'M', '2010-06-08', 'Wexmoor', 0, '8A');
INSERT INTO pupil VALUES (11, 'Imogen', 'Tate', 'F', '2010-01-10', 'Stanbrook', 0, '8A');
INSERT INTO pupil VALUES (12, 'Yasmin', 'Demir', 'F', '2010-11-03', 'Stanbrook', 0, '8A');
INSERT INTO pupil VALUES (13, 'Clara', 'Voss', 'F', '2011-11-16', 'Stanbrook', 0, '8A');
INSERT INTO pupil VALUES (14, 'Ewan', 'Griggs', 'M', '2010-02-05', 'Wexmoor', 1, '8A');
INSERT INTO pupil VALUES (15, 'Sofia', 'Lund', 'F', '2011-07-14', 'Oakhythe', 1, '8B');
INSERT INTO pupil VALUES (16, 'Marek', 'Zielin', 'M', '2011-01-01', 'Castle Fenn', 1, '8B');
INSERT INTO pupil VALUES (17, 'Hazel', 'Quinn', 'F', '2010-03-26', 'Wexmoor', 0, '8B');
INSERT INTO pupil VALUES (18, 'Theo', 'Barlow', 'M', '2011-11-28', 'Wexmoor', 0, '8B');
INSERT INTO pupil VALUES (19, 'Leila', 'Farouk', 'F', '2009-11-23', 'Wexmoor', 1, '9A');
INSERT INTO pupil VALUES (20, 'Ned', 'Ashby', 'M', '2010-02-08', 'Little Arden', 1, '9A');
INSERT INTO pupil VALUES (21, 'Ines', 'Carvalho', 'F', '2009-12-15', 'Stanbrook', 1, '9B');
INSERT INTO pupil VALUES (22, 'Bruno', 'Keller', 'M', '2009-11-09', 'Oakhythe', 0, '9B');
INSERT INTO pupil VALUES (23, 'Freya', 'Skov', 'F', '2010-04-09', 'Stanbrook', 1, '9B');
INSERT INTO pupil VALUES (24, 'Amir', 'Nasser', 'M', '2010-07-26', 'Little Arden', 1, '9B');
INSERT INTO pupil VALUES (25, 'Poppy', 'Hartnell', 'F', '2009-02-07', 'Oakhythe', 0, '10A');
INSERT INTO pupil VALUES (26, 'Silas', 'Creed', 'M', '2008-01-08', 'Wexmoor', 1, '10A');
INSERT INTO pupil VALUES (27, 'Juno', 'Whitlow', 'F', '2009-04-03', 'Little Arden', 0, '10A');
INSERT INTO pupil VALUES (28, 'Arlo', 'Finch', 'M', '2008-06-04', 'Little Arden', 1, '10A');
INSERT INTO pupil VALUES (29, 'Esme', 'Rowntree', 'F', '2009-12-04', 'Castle Fenn', 0, '10A');
INSERT INTO pupil VALUES (30, 'Pavel', 'Dusek', 'M', '2009-08-13', 'Stanbrook', 1, '10B');

INSERT INTO subject VALUES (1, 'Algebra', 'Mathematics', 4);
INSERT INTO subject VALUES (2, 'Geometry', 'Mathematics', 3);
INSERT INTO subject VALUES (3, 'Biology', 'Science', 3);
INSERT INTO subject VALUES (4, 'Chemistry', 'Science', 2);
INSERT INTO subject VALUES (5, 'French', 'Languages', 3);
INSERT INTO subject VALUES (6, 'German', 'Languages', 2);
INSERT INTO subject VALUES (7, 'World History', 'Humanities', 2);
INSERT INTO subject VALUES (8, 'Geography', 'Humanities', 2);
INSERT INTO subject VALUES (9, 'Pottery', 'Arts', 1);
INSERT INTO subject VALUES (10, 'Choir', 'Arts', 1);
INSERT INTO subject VALUES (11, 'Physics', 'Science', 3);
INSERT INTO subject VALUES (12, 'Latin', 'Languages', 1);

INSERT INTO teacher_subject VALUES (1, 1, 1998);
INSERT INTO teacher_subject VALUES (1, 2, 2000);
INSERT INTO teacher_subject VALUES (2, 7, 2003);
INSERT INTO teacher_subject VALUES (2, 8, 2005);
INSERT INTO teacher_subject VALUES (3, 3, 2011);
INSERT INTO teacher_subject VALUES (3, 4, 2012);
INSERT INTO teacher_subject VALUES (4, 9, 2015);
INSERT INTO teacher_subject VALUES (5, 5, 2009);
INSERT INTO teacher_subject VALUES (5, 6, 2010);
INSERT INTO teacher_subject VALUES (6, 1, 2018);
INSERT INTO teacher_subject VALUES (7, 10, 2020);
INSERT INTO teacher_subject VALUES (8, 11, 2001);
INSERT INTO teacher_subject VALUES (8, 4, 2002);
INSERT INTO teacher_subject VALUES (9, 5, 2013);
INSERT INTO teacher_subject VALUES (10, 8, 2021);
INSERT INTO teacher_subject VALUES (11, 3, 2017);
INSERT INTO teacher_subject VALUES (12, 2, 2022);
INSERT INTO teacher_subject VALUES (8, 1, 2004);
INSERT INTO teacher_subject VALUES (9, 6, 2014);
INSERT INTO teacher_subject VALUES (3, 11, 2016);

INSERT INTO exam_result VALUES (1, 2, '2023-06-06', 75);
INSERT INTO exam_result VALUES (1, 7, '2023-06-15', 71);
INSERT INTO exam_result VALUES (1, 8, '2023-06-19', 62);
INSERT INTO exam_result VALUES (3, 1, '2023-06-05', 39);
INSERT INTO exam_result VALUES (4, 11, '2023-06-20', 52);
INSERT INTO exam_result VALUES (5, 3, '2023-06-08', 90);
INSERT INTO exam_result VALUES (6, 4, '2023-06-12', 92);
INSERT INTO exam_result VALUES (6, 5, '2023-06-13', 55);
INSERT INTO exam_result VALUES (6, 6, '2023-06-14', 77);
INSERT INTO exam_result VALUES (6, 11, '2023-06-20', 39);
INSERT INTO exam_result VALUES (8, 1, '2023-06-05', 73);
INSERT INTO exam_result VALUES (8, 5, '2023-06-13', 87);
INSERT INTO exam_result VALUES (8, 11, '2023-06-20', 71);
INSERT INTO exam_result VALUES (11, 1, '2023-06-05', 84);
INSERT INTO exam_result VALUES (11, 3, '2023-06-08', 53);
INSERT INTO exam_result VALUES (13, 1, '2023-06-05', 62);
INSERT INTO exam_result VALUES (13, 2, '2023-06-06', 84);
INSERT INTO exam_result VALUES (13, 6, '2023-06-14', 49);
INSERT INTO exam_result VALUES (15, 1, '2023-06-05', 40);
INSERT INTO exam_result VALUES (15, 6, '2023-06-14', 71);
INSERT INTO exam_result VALUES (15, 8, '2023-06-19', 58);
INSERT INTO exam_result VALUES (16, 3, '2023-06-08', 75);
INSERT INTO exam_result VALUES (16, 7, '2023-06-15', 70);
INSERT INTO exam_result VALUES (16, 8, '2023-06-19', 82);
INSERT INTO exam_result VALUES (18, 3, '2023-06-08', 49);
INSERT INTO exam_result VALUES (18, 6, '2023-06-14', 69);
INSERT INTO exam_result VALUES (18, 7, '2023-06-15', 42);
INSERT INTO exam_result VALUES (19, 5, '2023-06-13', 74);
INSERT INTO exam_result VALUES (19, 7, '2023-06-15', 72);
INSERT INTO exam_result VALUES (24, 5, '2023-06-13', 84);
INSERT INTO exam_result VALUES (24, 6, '2023-06-14', 40);
INSERT INTO exam_result VALUES (24, 7, '2023-06-15', 50);
INSERT INTO exam_result VALUES (24, 11, '2023-06-20', 61);
INSERT INTO exam_result VALUES (25, 1, '2023-06-05', 49);
INSERT INTO exam_result VALUES (25, 2, '2023-06-06', 55);
INSERT INTO exam_result VALUES (27, 4, '2023-06-12', 69);
INSERT INTO exam_result VALUES (29, 1, '2023-06-05', 43);
INSERT INTO exam_result VALUES (29, 3, '2023-06-08', 86);
INSERT INTO exam_result VALUES (29, 5, '2023-06-13', 80);
INSERT INTO exam_result VALUES (29, 11, '2023-06-20', 89);

INSERT INTO absence VALUES (1, 2, '2023-03-05', 3, 'unknown', 0);
INSERT INTO absence VALUES (2, 2, '2023-05-28', 3, 'unknown', 0);
INSERT INTO absence VALUES (3, 17, '2023-05-27', 2, 'unknown', 0);
INSERT INTO absence VALUES (4, 2, '2023-03-14', 3, 'illness', 1);
INSERT INTO absence VALUES (5, 20, '2023-02-10', 2, 'illness', 1);
INSERT INTO absence VALUES (6, 2, '2023-01-12', 3, 'illness', 1);
INSERT INTO absence VALUES (7, 14, '2023-01-08', 1, 'bus delay', 0);
INSERT INTO absence VALUES (8, 4, '2023-01-06', 6, 'unknown', 0);
INSERT INTO absence VALUES (9, 23, '2023-03-13', 2, 'family', 1);
INSERT INTO absence VALUES (10, 23, '2023-04-17', 6, 'unknown', 0);
INSERT INTO absence VALUES (11, 30, '2023-05-24', 3, 'family', 1);
INSERT INTO absence VALUES (12, 9, '2023-01-26', 3, 'illness', 1);
INSERT INTO absence VALUES (13, 9, '2023-03-11', 3, 'illness', 1);
INSERT INTO absence VALUES (14, 14, '2023-03-11', 1, 'family', 1);
INSERT INTO absence VALUES (15, 11, '2023-05-11', 2, 'illness', 1);
INSERT INTO absence VALUES (16, 26, '2023-05-26', 6, 'unknown', 0);
INSERT INTO absence VALUES (17, 17, '2023-02-13', 7, 'illness', 1);
INSERT INTO absence VALUES (18, 30, '2023-04-15', 6, 'unknown', 0);
INSERT INTO absence VALUES (19, 2, '2023-02-03', 3, 'dentist', 1);
INSERT INTO absence VALUES (20, 2, '2023-02-17', 4, 'bus delay', 0);
INSERT INTO absence VALUES (21, 23, '2023-05-19', 4, 'illness', 1);
INSERT INTO absence VALUES (22, 4, '2023-04-16', 6, 'illness', 1);
INSERT INTO absence VALUES (23, 26, '2023-01-28', 7, 'illness', 1);
INSERT INTO absence VALUES (24, 2, '2023-05-10', 4, 'illness', 1);
INSERT INTO absence VALUES (25, 19, '2023-03-03', 2, 'unknown', 0);
INSERT INTO absence VALUES (26, 26, '2023-04-14', 5, 'illness', 1);
INSERT INTO absence VALUES (27, 9, '2023-03-25', 5, 'unknown', 0);
INSERT INTO absence VALUES (28, 23, '2023-05-07', 6, 'illness', 1);

