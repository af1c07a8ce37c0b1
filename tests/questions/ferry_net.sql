CREATE TABLE oper (
  op_id INTEGER PRIMARY KEY,
  op_name VARCHAR(30),
  hq_city VARCHAR(30),
  est_year INTEGER,
  fleet_rating DECIMAL(2,1)
);
CREATE TABLE port (
  port_cd CHAR(3) PRIMARY KEY,
  port_name VARCHAR(30),
  country VARCHAR(30),
  inhab INTEGER,
  rail_link CHAR(1)
);
CREATE TABLE vessel (
  vsl_id INTEGER PRIMARY KEY,
  vsl_name VARCHAR(30),
  op_id INTEGER NOT NULL,
  yr_built SMALLINT,
  pax_cap INTEGER,
  car_cap INTEGER,
  status VARCHAR(12),
  FOREIGN KEY (op_id) REFERENCES oper(op_id)
);
CREATE TABLE route (
  rt_no INTEGER PRIMARY KEY,
  dep_port CHAR(3) NOT NULL,
  arr_port CHAR(3) NOT NULL,
  dist_km INTEGER,
  dur_min INTEGER,
  FOREIGN KEY (dep_port) REFERENCES port(port_cd),
  FOREIGN KEY (arr_port) REFERENCES port(port_cd)
);
CREATE TABLE fare (
  rt_no INTEGER,
  cls VARCHAR(10),
  price_eur DECIMAL(6,2),
  PRIMARY KEY (rt_no, cls),
  FOREIGN KEY (rt_no) REFERENCES route(rt_no)
);
CREATE TABLE sailing (
  sail_id INTEGER PRIMARY KEY,
  rt_no INTEGER,
  vsl_id INTEGER,
  sail_date DATE,
  dep_time TIME,
  pax_cnt INTEGER,
  delay_min INTEGER,
  cancelled INTEGER
);

INSERT INTO oper VALUES (1, 'Nordvik Lines', 'Halmsund', 1961, 4.2);
INSERT INTO oper VALUES (2, 'Blue Heron Ferries', 'Port Carrow', 1984, 3.8);
INSERT INTO oper VALUES (3, 'Islandhopper', 'Sanna', 2006, 4.5);
INSERT INTO oper VALUES (4, 'Casterline', 'Brunnhafen', 1949, 3.1);
INSERT INTO oper VALUES (5, 'Seabridge Express', 'Port Carrow', 1999, 3.6);
INSERT INTO oper VALUES (6, 'Tern Ferries', 'Lisgannon', 2012, 4.0);
INSERT INTO oper VALUES (7, 'Old Harbour Co', 'Velmora', 1937, 2.9);
INSERT INTO oper VALUES (8, 'Kelpway', 'Lisgannon', 2019, 4.4);

INSERT INTO port VALUES ('HAL', 'Halmsund', 'Norlandia', 84000, 'Y');
INSERT INTO port VALUES ('SAN', 'Sanna', 'Norlandia', 5200, 'N');
INSERT INTO port VALUES ('BRU', 'Brunnhafen', 'Estmark', 212000, 'Y');
INSERT INTO port VALUES ('VEL', 'Velmora', 'Estmark', 67500, 'Y');
INSERT INTO port VALUES ('CAR', 'Port Carrow', 'Carrowland', 143000, 'Y');
INSERT INTO port VALUES ('LIS', 'Lisgannon', 'Carrowland', 38900, 'N');
INSERT INTO port VALUES ('TOR', 'Torray', 'Carrowland', 2100, 'N');
INSERT INTO port VALUES ('GUL', 'Gull Island', 'Norlandia', 860, 'N');
INSERT INTO port VALUES ('MIR', 'Miravento', 'Solanta', 96400, 'N');
INSERT INTO port VALUES ('PAL', 'Palma Vieja', 'Solanta', 178500, 'Y');

INSERT INTO vessel VALUES (1, 'Aurora Strait', 1, 2008, 1200, 320, 'active');
INSERT INTO vessel VALUES (2, 'Silver Petrel', 1, 1994, 850, 190, 'active');
INSERT INTO vessel VALUES (3, 'Heron Queen', 2, 2015, 950, 240, 'active');
INSERT INTO vessel VALUES (4, 'Heron Prince', 2, 2001, 640, 150, 'laid up');
INSERT INTO vessel VALUES (5, 'Skipper Jo', 3, 2018, 220, 30, 'active');
INSERT INTO vessel VALUES (6, 'Little Puffin', 3, 2011, 140, 12, 'active');
INSERT INTO vessel VALUES (7, 'Caster Duke', 4, 1987, 1100, 280, 'retired');
INSERT INTO vessel VALUES (8, 'Caster Baron', 4, 1999, 1350, 355, 'active');
INSERT INTO vessel VALUES (9, 'Swift Arrow', 5, 2020, 480, 90, 'active');
INSERT INTO vessel VALUES (10, 'Tern Spirit', 6, 2016, 310, 60, 'active');
INSERT INTO vessel VALUES (11, 'Tern Breeze', 6, 2013, 290, 48, 'in repair');
INSERT INTO vessel VALUES (12, 'Old Margaret', 7, 1972, 180, 0, 'retired');
INSERT INTO vessel VALUES (13, 'Harbour Belle', 7, 1990, 260, 24, 'active');
INSERT INTO vessel VALUES (14, 'Swift Comet', 5, 2022, 520, 96, 'active');
INSERT INTO vessel VALUES (15, 'Norra Star', 1, 2019, 1420, 410, 'in repair');
INSERT INTO vessel VALUES (16, 'Caster Earl', 4, 2004, 1080, 300, 'active');

INSERT INTO route VALUES (101, 'HAL', 'SAN', 46, 75);
INSERT INTO route VALUES (102, 'HAL', 'BRU', 310, 540);
INSERT INTO route VALUES (103, 'BRU', 'VEL', 128, 210);
INSERT INTO route VALUES (104, 'CAR', 'LIS', 74, 110);
INSERT INTO route VALUES (105, 'LIS', 'TOR', 22, 40);
INSERT INTO route VALUES (106, 'SAN', 'GUL', 15, 30);
INSERT INTO route VALUES (107, 'CAR', 'HAL', 275, 480);
INSERT INTO route VALUES (108, 'MIR', 'PAL', 162, 225);
INSERT INTO route VALUES (109, 'VEL', 'MIR', 420, 690);
INSERT INTO route VALUES (110, 'CAR', 'TOR', 91, 135);
INSERT INTO route VALUES (111, 'BRU', 'PAL', 505, 840);
INSERT INTO route VALUES (112, 'HAL', 'CAR', 288, 470);
INSERT INTO route VALUES (113, 'LIS', 'CAR', 74, 105);
INSERT INTO route VALUES (114, 'HAL', 'GUL', 58, 95);

INSERT INTO fare VALUES (101, 'economy', 14.0);
INSERT INTO fare VALUES (101, 'business', 22.4);
INSERT INTO fare VALUES (102, 'economy', 68.0);
INSERT INTO fare VALUES (102, 'business', 108.8);
INSERT INTO fare VALUES (102, 'cabin', 163.2);
INSERT INTO fare VALUES (103, 'economy', 31.0);
INSERT INTO fare VALUES (103, 'business', 55.8);
INSERT INTO fare VALUES (104, 'economy', 19.0);
INSERT INTO fare VALUES (104, 'business', 34.2);
INSERT INTO fare VALUES (105, 'economy', 8.5);
INSERT INTO fare VALUES (106, 'economy', 6.0);
INSERT INTO fare VALUES (107, 'economy', 59.0);
INSERT INTO fare VALUES (107, 'business', 106.2);
INSERT INTO fare VALUES (107, 'cabin', 141.6);
INSERT INTO fare VALUES (108, 'economy', 35.0);
INSERT INTO fare VALUES (108, 'business', 56.0);
INSERT INTO fare VALUES (109, 'economy', 88.0);
INSERT INTO fare VALUES (109, 'business', 132.0);
INSERT INTO fare VALUES (109, 'cabin', 211.2);
INSERT INTO fare VALUES (110, 'economy', 24.0);
INSERT INTO fare VALUES (110, 'business', 38.4);
INSERT INTO fare VALUES (111, 'economy', 99.0);
INSERT INTO fare VALUES (111, 'business', 148.5);
INSERT INTO fare VALUES (111, 'cabin', 237.6);
INSERT INTO fare VALUES (112, 'economy', 61.0);
INSERT INTO fare VALUES (112, 'business', 97.6);
INSERT INTO fare VALUES (112, 'cabin', 146.4);
INSERT INTO fare VALUES (113, 'economy', 18.0);
INSERT INTO fare VALUES (113, 'business', 28.8);
INSERT INTO fare VALUES (114, 'economy', 17.5);
INSERT INTO fare VALUES (114, 'business', 28.0);

INSERT INTO sailing VALUES (1, 113, 9, '2024-07-08', '05:15', 458, 12, 0);
INSERT INTO sailing VALUES (2, 106, 5, '2024-05-19', '11:00', 136, 12, 0);
INSERT INTO sailing VALUES (3, 113, 14, '2024-05-27', '21:15', 0, 0, 1);
INSERT INTO sailing VALUES (4, 103, 13, '2024-05-22', '18:15', 165, 65, 0);
INSERT INTO sailing VALUES (5, 104, 3, '2024-05-18', '10:00', 511, 20, 0);
INSERT INTO sailing VALUES (6, 102, 8, '2024-07-18', '05:00', 1277, 8, 0);
INSERT INTO sailing VALUES (7, 112, 3, '2024-07-22', '14:00', 410, 12, 0);
INSERT INTO sailing VALUES (8, 112, 3, '2024-08-25', '21:15', 256, 20, 0);
INSERT INTO sailing VALUES (9, 102, 2, '2024-07-14', '06:45', 0, 0, 1);
INSERT INTO sailing VALUES (10, 107, 1, '2024-06-06', '07:30', 331, 8, 0);
INSERT INTO sailing VALUES (11, 101, 6, '2024-07-02', '21:45', 72, 12, 0);
INSERT INTO sailing VALUES (12, 110, 3, '2024-08-16', '12:15', 555, 40, 0);
INSERT INTO sailing VALUES (13, 112, 1, '2024-07-08', '05:30', 1090, 12, 0);
INSERT INTO sailing VALUES (14, 106, 6, '2024-07-02', '12:00', 134, 40, 0);
INSERT INTO sailing VALUES (15, 104, 3, '2024-06-26', '13:00', 0, 0, 1);
INSERT INTO sailing VALUES (16, 108, 9, '2024-06-09', '19:15', 275, 65, 0);
INSERT INTO sailing VALUES (17, 102, 8, '2024-08-17', '19:15', 1050, 40, 0);
INSERT INTO sailing VALUES (18, 109, 8, '2024-07-01', '09:30', 746, 5, 0);
INSERT INTO sailing VALUES (19, 107, 3, '2024-05-18', '13:00', 523, 65, 0);
INSERT INTO sailing VALUES (20, 103, 13, '2024-07-18', '16:30', 184, 20, 0);
INSERT INTO sailing VALUES (21, 104, 3, '2024-07-05', '05:00', 0, 0, 1);
INSERT INTO sailing VALUES (22, 103, 13, '2024-08-13', '08:30', 100, 8, 0);
INSERT INTO sailing VALUES (23, 104, 9, '2024-05-07', '17:15', 144, 12, 0);
INSERT INTO sailing VALUES (24, 111, 8, '2024-06-22', '07:30', 639, 0, 0);
INSERT INTO sailing VALUES (25, 113, 9, '2024-05-07', '20:45', 287, 0, 0);
INSERT INTO sailing VALUES (26, 102, 8, '2024-06-04', '12:00', 1274, 12, 0);
INSERT INTO sailing VALUES (27, 109, 8, '2024-06-08', '21:15', 824, 12, 0);
INSERT INTO sailing VALUES (28, 106, 5, '2024-07-27', '12:45', 127, 0, 0);
INSERT INTO sailing VALUES (29, 108, 9, '2024-08-26', '17:45', 349, 0, 0);
INSERT INTO sailing VALUES (30, 104, 14, '2024-06-25', '05:30', 420, 12, 0);
INSERT INTO sailing VALUES (31, 113, 9, '2024-07-08', '09:30', 290, 20, 0);
INSERT INTO sailing VALUES (32, 112, 3, '2024-07-20', '14:45', 793, 65, 0);
INSERT INTO sailing VALUES (33, 111, 8, '2024-07-02', '17:45', 749, 8, 0);
INSERT INTO sailing VALUES (34, 111, 8, '2024-07-13', '17:15', 502, 5, 0);
INSERT INTO sailing VALUES (35, 109, 8, '2024-07-02', '16:30', 1086, 8, 0);
INSERT INTO sailing VALUES (36, 107, 1, '2024-05-01', '10:15', 441, 8, 0);
INSERT INTO sailing VALUES (37, 107, 1, '2024-07-28', '05:00', 615, 25, 0);
INSERT INTO sailing VALUES (38, 104, 3, '2024-07-01', '09:45', 583, 8, 0);
INSERT INTO sailing VALUES (39, 101, 6, '2024-07-28', '18:00', 107, 8, 0);
INSERT INTO sailing VALUES (40, 101, 5, '2024-08-12', '08:45', 141, 65, 0);

