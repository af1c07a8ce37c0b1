CREATE TABLE Member (
  MemberId INTEGER PRIMARY KEY,
  FullName TEXT NOT NULL,
  Gender TEXT CHECK (Gender IN ('F','M')),
  BirthDate TEXT,
  JoinDate TEXT,
  MembershipType TEXT,
  City TEXT,
  AnnualFee REAL,
  ReferredById INTEGER,
  FOREIGN KEY (ReferredById) REFERENCES Member(MemberId)
);
CREATE TABLE Coach (
  CoachId INTEGER PRIMARY KEY,
  CoachName TEXT,
  Nationality TEXT,
  HourlyRate REAL,
  YearsExperience INTEGER,
  Licensed INTEGER
);
CREATE TABLE Court (
  CourtId INTEGER PRIMARY KEY,
  CourtName TEXT,
  Surface TEXT,
  IsIndoor INTEGER,
  PricePerHour REAL
);
CREATE TABLE TrainingGroup (
  GroupId INTEGER PRIMARY KEY,
  GroupName TEXT,
  SkillLevel TEXT,
  WeekDay TEXT,
  MaxPlayers INTEGER,
  CoachId INTEGER,
  FOREIGN KEY (CoachId) REFERENCES Coach(CoachId)
);
CREATE TABLE GroupMember (
  GroupId INTEGER,
  MemberId INTEGER,
  FeePaid INTEGER,
  PRIMARY KEY (GroupId, MemberId),
  FOREIGN KEY (GroupId) REFERENCES TrainingGroup(GroupId),
  FOREIGN KEY (MemberId) REFERENCES Member(MemberId)
);
CREATE TABLE Booking (
  BookingId INTEGER PRIMARY KEY,
  CourtId INTEGER,
  MemberId INTEGER,
  BookingDate TEXT,
  StartHour INTEGER,
  Hours REAL,
  FOREIGN KEY (CourtId) REFERENCES Court(CourtId),
  FOREIGN KEY (MemberId) REFERENCES Member(MemberId)
);
CREATE TABLE ClubMatch (
  MatchId INTEGER PRIMARY KEY,
  WinnerId INTEGER,
  LoserId INTEGER,
  CourtId INTEGER,
  PlayedOn TEXT,
  DurationMinutes INTEGER,
  SetsPlayed INTEGER,
  FOREIGN KEY (WinnerId) REFERENCES Member(MemberId),
  FOREIGN KEY (LoserId) REFERENCES Member(MemberId),
  FOREIGN KEY (CourtId) REFERENCES Court(CourtId)
);

INSERT INTO Member VALUES (1, 'Agnes Holloway', 'F', '1980-04-07', '2014-06-07', 'Adult', 'Dunmere', 320.0, NULL);
INSERT INTO Member VALUES (2, 'Bram Teller', 'M', '1981-10-08', '2014-08-18', 'Adult', 'Dunmere', 320.0, NULL);
INSERT INTO Member VALUES (3, 'Chiara Donati', 'F', '2003-09-01', '2015-11-22', 'Student', 'Port Sallow', 180.0, NULL);
INSERT INTO Member VALUES (4, 'Dmitri Volkan', 'M', '1972-04-17', '2015-08-06', 'Adult', 'Ashwick', 320.0, NULL);
INSERT INTO Member VALUES (5, 'Elspeth Murray', 'F', '1948-09-25', '2015-02-03', 'Senior', 'Port Sallow', 240.0, NULL);
INSERT INTO Member VALUES (6, 'Farid Rahimi', 'M', '1989-02-28', '2016-04-03', 'Adult', 'Port Sallow', 320.0, 3);
INSERT INTO Member VALUES (7, 'Gwen Talbot', 'F', '2012-09-03', '2016-10-23', 'Junior', 'Dunmere', 120.0, NULL);
INSERT INTO Member VALUES (8, 'Hugo Lacroix', 'M', '1994-10-15', '2016-02-04', 'Adult', 'Dunmere', 320.0, 4);
INSERT INTO Member VALUES (9, 'Ilse Brandt', 'F', '1989-09-04', '2017-08-21', 'Adult', 'Ashwick', 320.0, 3);
INSERT INTO Member VALUES (10, 'Jack Penrose', 'M', '2003-10-20', '2017-07-25', 'Student', 'Port Sallow', 180.0, NULL);
INSERT INTO Member VALUES (11, 'Katya Morozov', 'F', '1979-07-01', '2017-12-05', 'Adult', 'Dunmere', 320.0, 2);
INSERT INTO Member VALUES (12, 'Liam Corrigan', 'M', '2007-07-04', '2018-12-12', 'Junior', 'Port Sallow', 120.0, 1);
INSERT INTO Member VALUES (13, 'Maeve Dolan', 'F', '2003-08-27', '2018-01-21', 'Student', 'Dunmere', 180.0, 8);
INSERT INTO Member VALUES (14, 'Nils Aaberg', 'M', '1948-08-12', '2018-02-01', 'Senior', 'Ashwick', 240.0, NULL);
INSERT INTO Member VALUES (15, 'Olive Staunton', 'F', '1990-01-23', '2019-08-05', 'Adult', 'Dunmere', 320.0, NULL);
INSERT INTO Member VALUES (16, 'Piers Langford', 'M', '1949-07-16', '2019-08-04', 'Senior', 'Dunmere', 240.0, NULL);
INSERT INTO Member VALUES (17, 'Quinta Neves', 'F', '2008-02-06', '2019-04-25', 'Junior', 'Dunmere', 120.0, NULL);
INSERT INTO Member VALUES (18, 'Rufus Oakes', 'M', '1976-09-25', '2020-04-22', 'Adult', 'Ashwick', 320.0, NULL);
INSERT INTO Member VALUES (19, 'Selma Jansen', 'F', '2003-05-20', '2020-08-17', 'Student', 'Dunmere', 180.0, 2);
INSERT INTO Member VALUES (20, 'Tariq Aziz', 'M', '1987-05-15', '2020-09-09', 'Adult', 'Port Sallow', 320.0, 3);
INSERT INTO Member VALUES (21, 'Una Kerrigan', 'F', '2007-12-05', '2021-01-01', 'Junior', 'Dunmere', 120.0, 1);
INSERT INTO Member VALUES (22, 'Viktor Sand', 'M', '1974-11-03', '2021-09-07', 'Adult', 'Ashwick', 320.0, 1);
INSERT INTO Member VALUES (23, 'Wanda Pruss', 'F', '1948-05-15', '2021-11-13', 'Senior', 'Kelby', 240.0, NULL);
INSERT INTO Member VALUES (24, 'Xavier Molina', 'M', '1989-11-14', '2022-04-27', 'Adult', 'Port Sallow', 320.0, 2);
INSERT INTO Member VALUES (25, 'Yara Haddad', 'F', '2001-06-07', '2022-09-11', 'Student', 'Port Sallow', 180.0, 1);
INSERT INTO Member VALUES (26, 'Zack Ellery', 'M', '2009-11-17', '2022-12-25', 'Junior', 'Ashwick', 120.0, 8);

INSERT INTO Coach VALUES (1, 'Petra Novotna-Hill', 'Czech', 42.0, 18, 1);
INSERT INTO Coach VALUES (2, 'Sean Garrity', 'Irish', 35.5, 9, 1);
INSERT INTO Coach VALUES (3, 'Marco Bellini', 'Italian', 38.0, 12, 1);
INSERT INTO Coach VALUES (4, 'Anouk Visser', 'Dutch', 30.0, 5, 1);
INSERT INTO Coach VALUES (5, 'Leo Ferrant', 'French', 24.5, 2, 0);
INSERT INTO Coach VALUES (6, 'Dana Whitlock', 'British', 33.0, 7, 1);
INSERT INTO Coach VALUES (7, 'Oisin Burke', 'Irish', 27.0, 3, 0);
INSERT INTO Coach VALUES (8, 'Hanna Stroem', 'Swedish', 45.0, 21, 1);

INSERT INTO Court VALUES (1, 'Centre Court', 'clay', 0, 18.0);
INSERT INTO Court VALUES (2, 'Willow', 'clay', 0, 14.0);
INSERT INTO Court VALUES (3, 'Elm', 'hard', 0, 12.0);
INSERT INTO Court VALUES (4, 'Birch', 'hard', 1, 22.0);
INSERT INTO Court VALUES (5, 'Hall One', 'carpet', 1, 24.0);
INSERT INTO Court VALUES (6, 'Hall Two', 'carpet', 1, 23.0);
INSERT INTO Court VALUES (7, 'Meadow', 'grass', 0, 20.0);
INSERT INTO Court VALUES (8, 'Orchard', 'clay', 0, 13.0);
INSERT INTO Court VALUES (9, 'Rooftop', 'hard', 0, 16.5);

INSERT INTO TrainingGroup VALUES (1, 'Early Birds', 'beginner', 'Monday', 8, 4);
INSERT INTO TrainingGroup VALUES (2, 'Net Ninjas', 'intermediate', 'Tuesday', 6, 2);
INSERT INTO TrainingGroup VALUES (3, 'Baseline Crew', 'advanced', 'Wednesday', 6, 1);
INSERT INTO TrainingGroup VALUES (4, 'Silver Rackets', 'beginner', 'Thursday', 10, 3);
INSERT INTO TrainingGroup VALUES (5, 'Rising Stars', 'intermediate', 'Saturday', 8, 1);
INSERT INTO TrainingGroup VALUES (6, 'Topspin Club', 'advanced', 'Friday', 4, 8);
INSERT INTO TrainingGroup VALUES (7, 'First Serve', 'beginner', 'Saturday', 12, 5);
INSERT INTO TrainingGroup VALUES (8, 'Weekend Volley', 'intermediate', 'Sunday', 8, 2);
INSERT INTO TrainingGroup VALUES (9, 'Slice and Dice', 'advanced', 'Monday', 5, 3);

INSERT INTO GroupMember VALUES (1, 2, 0);
INSERT INTO GroupMember VALUES (1, 3, 1);
INSERT INTO GroupMember VALUES (1, 6, 0);
INSERT INTO GroupMember VALUES (1, 12, 0);
INSERT INTO GroupMember VALUES (1, 14, 1);
INSERT INTO GroupMember VALUES (1, 18, 1);
INSERT INTO GroupMember VALUES (1, 22, 0);
INSERT INTO GroupMember VALUES (1, 25, 1);
INSERT INTO GroupMember VALUES (1, 26, 1);
INSERT INTO GroupMember VALUES (2, 14, 0);
INSERT INTO GroupMember VALUES (2, 23, 0);
INSERT INTO GroupMember VALUES (3, 3, 0);
INSERT INTO GroupMember VALUES (3, 7, 1);
INSERT INTO GroupMember VALUES (3, 25, 1);
INSERT INTO GroupMember VALUES (3, 26, 1);
INSERT INTO GroupMember VALUES (5, 1, 1);
INSERT INTO GroupMember VALUES (5, 2, 1);
INSERT INTO GroupMember VALUES (5, 6, 1);
INSERT INTO GroupMember VALUES (5, 11, 0);
INSERT INTO GroupMember VALUES (5, 15, 1);
INSERT INTO GroupMember VALUES (5, 22, 0);
INSERT INTO GroupMember VALUES (5, 24, 1);
INSERT INTO GroupMember VALUES (5, 25, 0);
INSERT INTO GroupMember VALUES (5, 26, 0);
INSERT INTO GroupMember VALUES (6, 13, 0);
INSERT INTO GroupMember VALUES (7, 2, 1);
INSERT INTO GroupMember VALUES (7, 6, 1);
INSERT INTO GroupMember VALUES (7, 11, 0);
INSERT INTO GroupMember VALUES (7, 22, 1);
INSERT INTO GroupMember VALUES (8, 3, 1);
INSERT INTO GroupMember VALUES (8, 7, 0);
INSERT INTO GroupMember VALUES (8, 23, 0);
INSERT INTO GroupMember VALUES (8, 24, 0);
INSERT INTO GroupMember VALUES (8, 26, 1);

INSERT INTO Booking VALUES (1, 5, 20, '2024-06-11', 18, 2.0);
INSERT INTO Booking VALUES (2, 2, 13, '2024-06-26', 18, 1.0);
INSERT INTO Booking VALUES (3, 2, 8, '2024-05-06', 13, 1.0);
INSERT INTO Booking VALUES (4, 7, 6, '2024-07-10', 12, 2.0);
INSERT INTO Booking VALUES (5, 2, 22, '2024-04-16', 17, 1.0);
INSERT INTO Booking VALUES (6, 2, 6, '2024-05-01', 12, 2.0);
INSERT INTO Booking VALUES (7, 4, 13, '2024-07-23', 14, 1.0);
INSERT INTO Booking VALUES (8, 5, 10, '2024-06-16', 15, 2.0);
INSERT INTO Booking VALUES (9, 8, 3, '2024-07-13', 16, 2.0);
INSERT INTO Booking VALUES (10, 4, 6, '2024-04-20', 12, 1.5);
INSERT INTO Booking VALUES (11, 4, 13, '2024-07-22', 17, 1.0);
INSERT INTO Booking VALUES (12, 4, 1, '2024-07-11', 13, 1.5);
INSERT INTO Booking VALUES (13, 4, 2, '2024-06-12', 10, 1.0);
INSERT INTO Booking VALUES (14, 4, 22, '2024-05-06', 8, 2.0);
INSERT INTO Booking VALUES (15, 4, 6, '2024-06-12', 9, 1.5);
INSERT INTO Booking VALUES (16, 6, 3, '2024-05-11', 14, 1.0);
INSERT INTO Booking VALUES (17, 4, 16, '2024-04-17', 18, 2.0);
INSERT INTO Booking VALUES (18, 2, 4, '2024-04-16', 9, 2.0);
INSERT INTO Booking VALUES (19, 8, 1, '2024-04-01', 8, 1.5);
INSERT INTO Booking VALUES (20, 4, 10, '2024-06-13', 16, 1.0);
INSERT INTO Booking VALUES (21, 7, 4, '2024-06-17', 11, 1.0);
INSERT INTO Booking VALUES (22, 5, 20, '2024-05-06', 16, 1.0);
INSERT INTO Booking VALUES (23, 2, 8, '2024-06-02', 19, 1.0);
INSERT INTO Booking VALUES (24, 4, 4, '2024-06-21', 15, 2.0);
INSERT INTO Booking VALUES (25, 2, 2, '2024-07-15', 19, 2.0);
INSERT INTO Booking VALUES (26, 5, 9, '2024-07-04', 13, 1.0);
INSERT INTO Booking VALUES (27, 1, 18, '2024-07-08', 12, 1.5);
INSERT INTO Booking VALUES (28, 5, 6, '2024-06-16', 13, 1.5);
INSERT INTO Booking VALUES (29, 2, 1, '2024-04-01', 16, 1.0);
INSERT INTO Booking VALUES (30, 6, 18, '2024-04-14', 9, 1.0);
INSERT INTO Booking VALUES (31, 5, 24, '2024-07-08', 17, 2.0);
INSERT INTO Booking VALUES (32, 5, 5, '2024-06-11', 11, 1.0);
INSERT INTO Booking VALUES (33, 5, 8, '2024-07-20', 17, 2.0);
INSERT INTO Booking VALUES (34, 1, 8, '2024-07-14', 10, 1.0);
INSERT INTO Booking VALUES (35, 1, 1, '2024-04-06', 8, 1.5);
INSERT INTO Booking VALUES (36, 6, 11, '2024-06-18', 15, 1.0);
INSERT INTO Booking VALUES (37, 7, 6, '2024-07-28', 16, 1.0);
INSERT INTO Booking VALUES (38, 4, 10, '2024-04-05', 13, 2.0);

INSERT INTO ClubMatch VALUES (1, 3, 5, 7, '2024-06-25', 58, 2);
INSERT INTO ClubMatch VALUES (2, 11, 24, 1, '2024-05-10', 57, 2);
INSERT INTO ClubMatch VALUES (3, 6, 22, 4, '2024-05-21', 40, 2);
INSERT INTO ClubMatch VALUES (4, 22, 6, 1, '2024-04-26', 116, 3);
INSERT INTO ClubMatch VALUES (5, 3, 18, 1, '2024-06-26', 46, 2);
INSERT INTO ClubMatch VALUES (6, 8, 6, 8, '2024-07-08', 116, 3);
INSERT INTO ClubMatch VALUES (7, 13, 4, 1, '2024-04-17', 41, 2);
INSERT INTO ClubMatch VALUES (8, 8, 18, 5, '2024-06-20', 48, 2);
INSERT INTO ClubMatch VALUES (9, 24, 5, 1, '2024-06-20', 73, 2);
INSERT INTO ClubMatch VALUES (10, 15, 18, 4, '2024-04-07', 53, 2);
INSERT INTO ClubMatch VALUES (11, 3, 18, 1, '2024-04-18', 49, 2);
INSERT INTO ClubMatch VALUES (12, 11, 24, 7, '2024-05-06', 112, 3);
INSERT INTO ClubMatch VALUES (13, 3, 4, 1, '2024-04-01', 108, 3);
INSERT INTO ClubMatch VALUES (14, 13, 10, 7, '2024-05-24', 69, 2);
INSERT INTO ClubMatch VALUES (15, 15, 22, 4, '2024-06-12', 42, 2);
INSERT INTO ClubMatch VALUES (16, 6, 14, 7, '2024-08-26', 46, 2);
INSERT INTO ClubMatch VALUES (17, 8, 4, 4, '2024-05-27', 67, 2);
INSERT INTO ClubMatch VALUES (18, 2, 1, 4, '2024-06-22', 58, 2);
INSERT INTO ClubMatch VALUES (19, 1, 11, 3, '2024-06-03', 78, 3);
INSERT INTO ClubMatch VALUES (20, 22, 24, 1, '2024-06-28', 64, 2);
INSERT INTO ClubMatch VALUES (21, 13, 10, 7, '2024-05-19', 54, 2);
INSERT INTO ClubMatch VALUES (22, 13, 22, 4, '2024-07-12', 59, 2);
INSERT INTO ClubMatch VALUES (23, 2, 1, 2, '2024-07-17', 83, 3);
INSERT INTO ClubMatch VALUES (24, 6, 18, 5, '2024-08-11', 65, 2);
INSERT INTO ClubMatch VALUES (25, 1, 18, 8, '2024-07-14', 77, 3);
INSERT INTO ClubMatch VALUES (26, 2, 5, 5, '2024-06-07', 61, 2);
INSERT INTO ClubMatch VALUES (27, 8, 9, 7, '2024-05-11', 48, 2);
INSERT INTO ClubMatch VALUES (28, 11, 15, 1, '2024-05-14', 100, 3);
INSERT INTO ClubMatch VALUES (29, 13, 15, 1, '2024-08-18', 46, 2);
INSERT INTO ClubMatch VALUES (30, 15, 5, 2, '2024-08-18', 83, 3);

