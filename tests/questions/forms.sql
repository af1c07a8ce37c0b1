CREATE TABLE Ref_Form_Types (form_type_code CHAR(15) PRIMARY KEY, form_type_description VARCHAR(255));
CREATE TABLE Forms (form_id INTEGER PRIMARY KEY, form_type_code CHAR(15) NOT NULL, version_number INTEGER, date_effective_from DATETIME, form_details VARCHAR(255), FOREIGN KEY (form_type_code) REFERENCES Ref_Form_Types(form_type_code));
CREATE TABLE Letters (letter_id INTEGER PRIMARY KEY, form_id INTEGER, letter_name VARCHAR(255), letter_description VARCHAR(255), FOREIGN KEY (form_id) REFERENCES Forms(form_id));
CREATE TABLE Sections (section_id INTEGER PRIMARY KEY, letter_id INTEGER NOT NULL, section_text VARCHAR(255), FOREIGN KEY (letter_id) REFERENCES Letters(letter_id));
INSERT INTO Ref_Form_Types VALUES ('AP','Application'),('CV','Curriculum'),('TX','Tax return'),('RP','Report');
INSERT INTO Forms VALUES (1,'AP',9,'2001-12-18 14:16:49',''),(4,'CV',4,'2005-11-12 07:09:48',''),(6,'AP',2,'2003-04-17 09:01:12',''),(7,'TX',8,'1996-02-01 09:15:00',''),(9,'TX',2,'1990-10-05 11:32:00',''),(10,'TX',1,'2000-05-21 03:08:00','');
INSERT INTO Letters VALUES (0,7,'Introduction of OS','n'),(1,1,'Understanding DB','y'),(3,6,'Summer Show','u'),(76,1,'Robbin CV','y'),(80,4,'Welcome to NY','h'),(82,10,'Data base','w'),(2394,1,'Customer reviews','y');
INSERT INTO Sections VALUES (7,2394,'Korea'),(9,3,'Somalia'),(65,80,'UK'),(241,3,'Fiji'),(245,3,'Japan'),(297,2394,'France'),(1233,80,'Brazil');
