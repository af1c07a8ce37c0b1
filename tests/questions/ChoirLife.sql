CREATE TABLE Person (
  PersonId INTEGER PRIMARY KEY,
  FullName TEXT NOT NULL,
  Country TEXT NOT NULL,
  Sex TEXT NOT NULL CHECK (Sex IN ('F','M')),
  BirthYear INTEGER NOT NULL,
  IsProfessional INTEGER NOT NULL
);
CREATE TABLE Ensemble (
  EnsembleId INTEGER PRIMARY KEY,
  EnsembleName TEXT NOT NULL,
  Kind TEXT NOT NULL,
  HomeCity TEXT NOT NULL,
  FoundedYear INTEGER NOT NULL,
  AnnualBudget NUMERIC,
  ConductorId INTEGER,
  FOREIGN KEY (ConductorId) REFERENCES Person(PersonId)
);
CREATE TABLE Membership (
  EnsembleId INTEGER NOT NULL,
  PersonId INTEGER NOT NULL,
  Instrument TEXT NOT NULL,
  JoinedYear INTEGER NOT NULL,
  PRIMARY KEY (EnsembleId, PersonId),
  FOREIGN KEY (EnsembleId) REFERENCES Ensemble(EnsembleId),
  FOREIGN KEY (PersonId) REFERENCES Person(PersonId)
);
CREATE TABLE Piece (
  PieceId INTEGER PRIMARY KEY,
  Title TEXT NOT NULL,
  Genre TEXT NOT NULL,
  YearWritten INTEGER NOT NULL,
  LengthMinutes REAL NOT NULL,
  ComposerId INTEGER NOT NULL,
  LyricistId INTEGER,
  FOREIGN KEY (ComposerId) REFERENCES Person(PersonId),
  FOREIGN KEY (LyricistId) REFERENCES Person(PersonId)
);
CREATE TABLE Hall (
  HallId INTEGER PRIMARY KEY,
  HallName TEXT NOT NULL,
  City TEXT NOT NULL,
  Seats INTEGER NOT NULL,
  HasOrgan INTEGER NOT NULL,
  BuiltYear INTEGER
);
CREATE TABLE Concert (
  ConcertId INTEGER PRIMARY KEY,
  Theme TEXT NOT NULL,
  EnsembleId INTEGER NOT NULL,
  HallId INTEGER NOT NULL,
  ConcertDate DATE NOT NULL,
  TicketPrice NUMERIC(6,2) NOT NULL,
  TicketsSold INTEGER NOT NULL,
  FOREIGN KEY (EnsembleId) REFERENCES Ensemble(EnsembleId),
  FOREIGN KEY (HallId) REFERENCES Hall(HallId)
);
CREATE TABLE ProgrammeItem (
  ConcertId INTEGER NOT NULL,
  PieceId INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  IsEncore INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (ConcertId, PieceId),
  FOREIGN KEY (ConcertId) REFERENCES Concert(ConcertId),
  FOREIGN KEY (PieceId) REFERENCES Piece(PieceId)
);
INSERT INTO Person VALUES (1, 'Aurelia Stanton', 'Ireland', 'F', 1958, 1);
INSERT INTO Person VALUES (2, 'Bastian Voss', 'Germany', 'M', 1964, 1);
INSERT INTO Person VALUES (3, 'Catrin Hughes', 'Wales', 'F', 1971, 1);
INSERT INTO Person VALUES (4, 'Dario Bellini', 'Italy', 'M', 1949, 1);
INSERT INTO Person VALUES (5, 'Elsa Nyberg', 'Sweden', 'F', 1980, 1);
INSERT INTO Person VALUES (6, 'Florian Mayr', 'Austria', 'M', 1976, 1);
INSERT INTO Person VALUES (7, 'Gwen Parry', 'Wales', 'F', 1990, 0);
INSERT INTO Person VALUES (8, 'Hamish Gillan', 'Scotland', 'M', 1985, 0);
INSERT INTO Person VALUES (9, 'Ilse Kramer', 'Germany', 'F', 1993, 0);
INSERT INTO Person VALUES (10, 'Jorge Mateo', 'Spain', 'M', 1988, 1);
INSERT INTO Person VALUES (11, 'Kaisa Laine', 'Finland', 'F', 1997, 0);
INSERT INTO Person VALUES (12, 'Lukas Tresch', 'Austria', 'M', 1992, 0);
INSERT INTO Person VALUES (13, 'Marta Ribas', 'Spain', 'F', 1983, 1);
INSERT INTO Person VALUES (14, 'Niall Cormac', 'Ireland', 'M', 1979, 0);
INSERT INTO Person VALUES (15, 'Olivia Penrose', 'Wales', 'F', 1995, 1);
INSERT INTO Person VALUES (16, 'Piet Hoekstra', 'Netherlands', 'M', 1968, 0);
INSERT INTO Person VALUES (17, 'Ragna Dahl', 'Sweden', 'F', 1974, 1);
INSERT INTO Person VALUES (18, 'Stefano Conti', 'Italy', 'M', 1986, 1);
INSERT INTO Person VALUES (19, 'Tessa Blom', 'Netherlands', 'F', 2000, 0);
INSERT INTO Person VALUES (20, 'Ulrich Senn', 'Germany', 'M', 1955, 1);
INSERT INTO Person VALUES (21, 'Viola Marchetti', 'Italy', 'F', 1991, 1);
INSERT INTO Person VALUES (22, 'Wendel Frost', 'Scotland', 'M', 1966, 0);
INSERT INTO Person VALUES (23, 'Ysolde Kerr', 'Scotland', 'F', 1978, 1);
INSERT INTO Person VALUES (24, 'Zoltan Barta', 'Hungary', 'M', 1972, 1);
INSERT INTO Ensemble VALUES (1, 'Harbour Voices', 'choir', 'Cardiff', 1987, 42000, 3);
INSERT INTO Ensemble VALUES (2, 'Saint Brid Chamber Players', 'orchestra', 'Dublin', 1972, 185000, 1);
INSERT INTO Ensemble VALUES (3, 'The Copper Quartet', 'quartet', 'Vienna', 2009, 31000, NULL);
INSERT INTO Ensemble VALUES (4, 'Linden Choir', 'choir', 'Leipzig', 1956, 67000, 2);
INSERT INTO Ensemble VALUES (5, 'North Wind Brass', 'band', 'Stockholm', 2001, 54000, 17);
INSERT INTO Ensemble VALUES (6, 'Young Strings', 'orchestra', 'Cardiff', 2014, 23500, 3);
INSERT INTO Ensemble VALUES (7, 'Porto Bello Singers', 'choir', 'Genoa', 1995, 38000, 4);
INSERT INTO Ensemble VALUES (8, 'Silver Reed Band', 'band', 'Glasgow', 1931, 29000, 23);
INSERT INTO Ensemble VALUES (9, 'Meridian Sinfonia', 'orchestra', 'Vienna', 1968, 240000, 2);
INSERT INTO Membership VALUES (1, 7, 'Soprano', 2011);
INSERT INTO Membership VALUES (1, 15, 'Alto', 2015);
INSERT INTO Membership VALUES (1, 8, 'Bass', 2010);
INSERT INTO Membership VALUES (1, 14, 'Tenor', 2008);
INSERT INTO Membership VALUES (1, 19, 'Soprano', 2020);
INSERT INTO Membership VALUES (2, 14, 'Violin', 2003);
INSERT INTO Membership VALUES (2, 13, 'Cello', 2012);
INSERT INTO Membership VALUES (2, 22, 'Oboe', 1998);
INSERT INTO Membership VALUES (2, 10, 'Violin', 2014);
INSERT INTO Membership VALUES (2, 23, 'Flute', 2006);
INSERT INTO Membership VALUES (3, 12, 'Violin', 2013);
INSERT INTO Membership VALUES (3, 6, 'Cello', 2009);
INSERT INTO Membership VALUES (3, 21, 'Viola', 2016);
INSERT INTO Membership VALUES (3, 18, 'Violin', 2010);
INSERT INTO Membership VALUES (4, 9, 'Alto', 2015);
INSERT INTO Membership VALUES (4, 20, 'Bass', 1979);
INSERT INTO Membership VALUES (4, 16, 'Tenor', 1994);
INSERT INTO Membership VALUES (4, 12, 'Tenor', 2018);
INSERT INTO Membership VALUES (4, 24, 'Bass', 2001);
INSERT INTO Membership VALUES (4, 11, 'Soprano', 2019);
INSERT INTO Membership VALUES (5, 5, 'Trumpet', 2004);
INSERT INTO Membership VALUES (5, 11, 'Horn', 2017);
INSERT INTO Membership VALUES (5, 16, 'Trombone', 2005);
INSERT INTO Membership VALUES (6, 7, 'Violin', 2014);
INSERT INTO Membership VALUES (6, 15, 'Cello', 2016);
INSERT INTO Membership VALUES (6, 19, 'Flute', 2021);
INSERT INTO Membership VALUES (7, 21, 'Soprano', 2012);
INSERT INTO Membership VALUES (7, 18, 'Tenor', 2011);
INSERT INTO Membership VALUES (8, 8, 'Trumpet', 2007);
INSERT INTO Membership VALUES (8, 22, 'Horn', 1989);
INSERT INTO Membership VALUES (8, 5, 'Trumpet', 2018);
INSERT INTO Membership VALUES (9, 6, 'Cello', 2000);
INSERT INTO Membership VALUES (9, 13, 'Cello', 2010);
INSERT INTO Membership VALUES (9, 24, 'Violin', 1999);
INSERT INTO Membership VALUES (9, 10, 'Violin', 2019);
INSERT INTO Membership VALUES (9, 9, 'Viola', 2020);
INSERT INTO Piece VALUES (1, 'Morning over Slate', 'hymn', 1998, 6.5, 3, 1);
INSERT INTO Piece VALUES (2, 'Seven Lanterns', 'cantata', 2005, 28.0, 2, 20);
INSERT INTO Piece VALUES (3, 'Tin Soldiers', 'march', 1984, 4.2, 20, NULL);
INSERT INTO Piece VALUES (4, 'The Ferryman', 'song', 2012, 5.1, 3, 14);
INSERT INTO Piece VALUES (5, 'Divertimento for Wet Streets', 'suite', 1979, 19.5, 4, NULL);
INSERT INTO Piece VALUES (6, 'Lullaby of the Locks', 'song', 2016, 3.8, 17, 11);
INSERT INTO Piece VALUES (7, 'Quartet in Grey', 'quartet', 2010, 24.0, 6, NULL);
INSERT INTO Piece VALUES (8, 'Psalm for Miners', 'hymn', 1991, 8.0, 1, 1);
INSERT INTO Piece VALUES (9, 'Copper Roofs', 'suite', 2014, 16.2, 6, NULL);
INSERT INTO Piece VALUES (10, 'Gale Warning', 'march', 2003, 5.6, 17, NULL);
INSERT INTO Piece VALUES (11, 'Letters to Genoa', 'cantata', 2008, 31.5, 4, 21);
INSERT INTO Piece VALUES (12, 'The Glass Orchard', 'symphony', 1988, 41.0, 20, NULL);
INSERT INTO Piece VALUES (13, 'Two Foxes', 'song', 2019, 2.9, 5, 5);
INSERT INTO Piece VALUES (14, 'Winter Ledger', 'symphony', 2001, 36.5, 2, NULL);
INSERT INTO Piece VALUES (15, 'Dance of the Clerks', 'suite', 1995, 12.4, 24, NULL);
INSERT INTO Piece VALUES (16, 'Hymn to the Hearth', 'hymn', 2018, 5.0, 5, 7);
INSERT INTO Piece VALUES (17, 'Salt and Bread', 'song', 2007, 4.4, 4, 21);
INSERT INTO Piece VALUES (18, 'Cavalcade', 'march', 1972, 6.1, 20, NULL);
INSERT INTO Piece VALUES (19, 'The Clockmaker', 'song', 2021, 3.3, 13, 7);
INSERT INTO Piece VALUES (20, 'Nocturne for Rain Barrels', 'suite', 2017, 14.7, 18, NULL);
INSERT INTO Hall VALUES (1, 'Slate Hall', 'Cardiff', 620, 1, 1908);
INSERT INTO Hall VALUES (2, 'Saint Brid Church', 'Dublin', 450, 1, 1846);
INSERT INTO Hall VALUES (3, 'Goldener Winkel', 'Vienna', 1740, 1, 1870);
INSERT INTO Hall VALUES (4, 'Linden Auditorium', 'Leipzig', 980, 0, 1962);
INSERT INTO Hall VALUES (5, 'Ice Pavilion', 'Stockholm', 1300, 0, 1999);
INSERT INTO Hall VALUES (6, 'Teatro del Porto', 'Genoa', 870, 0, 1881);
INSERT INTO Hall VALUES (7, 'Weavers Rooms', 'Glasgow', 240, 0, 1924);
INSERT INTO Hall VALUES (8, 'Kleine Stube', 'Vienna', 130, 0, NULL);
INSERT INTO Concert VALUES (1, 'Spring Tides', 1, 1, '2022-04-09', 18, 512);
INSERT INTO Concert VALUES (2, 'Music for Miners', 1, 1, '2022-11-19', 20, 604);
INSERT INTO Concert VALUES (3, 'Irish Evenings', 2, 2, '2022-03-17', 32, 450);
INSERT INTO Concert VALUES (4, 'Grey and Copper', 3, 8, '2022-05-21', 24, 118);
INSERT INTO Concert VALUES (5, 'Advent by Candle', 4, 4, '2022-12-03', 22, 871);
INSERT INTO Concert VALUES (6, 'Brass on Ice', 5, 5, '2023-02-11', 28, 990);
INSERT INTO Concert VALUES (7, 'First Bows', 6, 1, '2023-06-24', 8, 275);
INSERT INTO Concert VALUES (8, 'Letters Home', 7, 6, '2023-05-13', 19, 540);
INSERT INTO Concert VALUES (9, 'Old Marches', 8, 7, '2022-09-30', 12, 187);
INSERT INTO Concert VALUES (10, 'Great Symphonies', 9, 3, '2023-01-14', 65, 1688);
INSERT INTO Concert VALUES (11, 'New Year Gala', 9, 3, '2023-12-31', 95, 1740);
INSERT INTO Concert VALUES (12, 'Choirs United', 4, 3, '2023-10-07', 40, 1205);
INSERT INTO Concert VALUES (13, 'Harbour Lights', 1, 2, '2023-08-19', 21, 333);
INSERT INTO Concert VALUES (14, 'Summer Suite', 2, 1, '2023-07-08', 35, 488);
INSERT INTO Concert VALUES (15, 'Quiet Room', 3, 8, '2023-03-25', 26, 97);
INSERT INTO Concert VALUES (16, 'Parade Day', 8, 7, '2023-09-16', 10, 240);
INSERT INTO Concert VALUES (17, 'Northern Brass', 5, 7, '2023-11-04', 15, 201);
INSERT INTO Concert VALUES (18, 'Passion Week', 4, 4, '2024-03-28', 25, 930);
INSERT INTO Concert VALUES (19, 'Winter Ledger Night', 9, 3, '2024-02-17', 58, 1402);
INSERT INTO Concert VALUES (20, 'Sea Songs', 7, 6, '2024-06-01', 17, 612);
INSERT INTO ProgrammeItem VALUES (1, 1, 1, 0);
INSERT INTO ProgrammeItem VALUES (1, 4, 2, 0);
INSERT INTO ProgrammeItem VALUES (1, 6, 3, 1);
INSERT INTO ProgrammeItem VALUES (2, 8, 1, 0);
INSERT INTO ProgrammeItem VALUES (2, 1, 2, 0);
INSERT INTO ProgrammeItem VALUES (2, 16, 3, 1);
INSERT INTO ProgrammeItem VALUES (3, 5, 1, 0);
INSERT INTO ProgrammeItem VALUES (3, 15, 2, 0);
INSERT INTO ProgrammeItem VALUES (4, 7, 1, 0);
INSERT INTO ProgrammeItem VALUES (4, 9, 2, 0);
INSERT INTO ProgrammeItem VALUES (5, 2, 1, 0);
INSERT INTO ProgrammeItem VALUES (5, 16, 2, 0);
INSERT INTO ProgrammeItem VALUES (5, 8, 3, 1);
INSERT INTO ProgrammeItem VALUES (6, 10, 1, 0);
INSERT INTO ProgrammeItem VALUES (6, 3, 2, 0);
INSERT INTO ProgrammeItem VALUES (6, 18, 3, 1);
INSERT INTO ProgrammeItem VALUES (7, 15, 1, 0);
INSERT INTO ProgrammeItem VALUES (8, 11, 1, 0);
INSERT INTO ProgrammeItem VALUES (8, 17, 2, 1);
INSERT INTO ProgrammeItem VALUES (9, 3, 1, 0);
INSERT INTO ProgrammeItem VALUES (9, 18, 2, 0);
INSERT INTO ProgrammeItem VALUES (9, 10, 3, 0);
INSERT INTO ProgrammeItem VALUES (10, 12, 1, 0);
INSERT INTO ProgrammeItem VALUES (10, 14, 2, 0);
INSERT INTO ProgrammeItem VALUES (11, 14, 1, 0);
INSERT INTO ProgrammeItem VALUES (11, 5, 2, 0);
INSERT INTO ProgrammeItem VALUES (11, 18, 3, 1);
INSERT INTO ProgrammeItem VALUES (12, 2, 1, 0);
INSERT INTO ProgrammeItem VALUES (12, 1, 2, 0);
INSERT INTO ProgrammeItem VALUES (13, 4, 1, 0);
INSERT INTO ProgrammeItem VALUES (13, 1, 2, 0);
INSERT INTO ProgrammeItem VALUES (13, 13, 3, 1);
INSERT INTO ProgrammeItem VALUES (14, 9, 1, 0);
INSERT INTO ProgrammeItem VALUES (14, 5, 2, 0);
INSERT INTO ProgrammeItem VALUES (15, 7, 1, 0);
INSERT INTO ProgrammeItem VALUES (16, 3, 1, 0);
INSERT INTO ProgrammeItem VALUES (16, 18, 2, 1);
INSERT INTO ProgrammeItem VALUES (17, 10, 1, 0);
INSERT INTO ProgrammeItem VALUES (19, 14, 1, 0);
INSERT INTO ProgrammeItem VALUES (20, 17, 1, 0);
