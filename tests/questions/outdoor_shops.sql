CREATE TABLE tbl_shop (
  shop_id INTEGER PRIMARY KEY,
  shop_name VARCHAR(50),
  town VARCHAR(50),
  opened_on DATE,
  floor_area_m2 INTEGER,
  open_sundays CHAR(1)
);
CREATE TABLE tbl_employee (
  emp_id INTEGER PRIMARY KEY,
  emp_name VARCHAR(50),
  job_title VARCHAR(30),
  hourly_wage NUMERIC(5,2),
  start_date DATE,
  shop_id INTEGER,
  boss_id INTEGER,
  FOREIGN KEY (shop_id) REFERENCES tbl_shop(shop_id),
  FOREIGN KEY (boss_id) REFERENCES tbl_employee(emp_id)
);
CREATE TABLE tbl_brand (
  brand_id INTEGER PRIMARY KEY,
  brand_name VARCHAR(50),
  home_country VARCHAR(50),
  founded INTEGER
);
CREATE TABLE tbl_product (
  prod_id INTEGER PRIMARY KEY,
  prod_name VARCHAR(60),
  category VARCHAR(30),
  brand_id INTEGER,
  price NUMERIC(7,2),
  weight_g INTEGER,
  waterproof BOOLEAN,
  FOREIGN KEY (brand_id) REFERENCES tbl_brand(brand_id)
);
CREATE TABLE tbl_stock (
  shop_id INTEGER,
  prod_id INTEGER,
  quantity INTEGER,
  PRIMARY KEY (shop_id, prod_id),
  FOREIGN KEY (shop_id) REFERENCES tbl_shop(shop_id),
  FOREIGN KEY (prod_id) REFERENCES tbl_product(prod_id)
);
CREATE TABLE tbl_customer (
  cust_id INTEGER PRIMARY KEY,
  cust_name VARCHAR(50),
  town VARCHAR(50),
  sex CHAR(1),
  birth_year INTEGER,
  loyalty_points INTEGER,
  email VARCHAR(60)
);
CREATE TABLE tbl_order (
  order_id INTEGER PRIMARY KEY,
  cust_id INTEGER,
  shop_id INTEGER,
  emp_id INTEGER,
  order_date DATE,
  payment_method VARCHAR(10),
  FOREIGN KEY (cust_id) REFERENCES tbl_customer(cust_id),
  FOREIGN KEY (shop_id) REFERENCES tbl_shop(shop_id),
  FOREIGN KEY (emp_id) REFERENCES tbl_employee(emp_id)
);
CREATE TABLE tbl_order_item (
  order_id INTEGER,
  prod_id INTEGER,
  units INTEGER,
  PRIMARY KEY (order_id, prod_id),
  FOREIGN KEY (order_id) REFERENCES tbl_order(order_id),
  FOREIGN KEY (prod_id) REFERENCES tbl_product(prod_id)
);

INSERT INTO tbl_shop VALUES (1, 'Summit Corner', 'Brayford', '2004-03-12', 420, 'Y');
INSERT INTO tbl_shop VALUES (2, 'The Trailhead', 'Brayford', '2011-10-01', 185, 'N');
INSERT INTO tbl_shop VALUES (3, 'Cairn & Co', 'Eskmouth', '2008-05-23', 310, 'Y');
INSERT INTO tbl_shop VALUES (4, 'Basecamp North', 'Harrowdale', '2015-09-18', 540, 'Y');
INSERT INTO tbl_shop VALUES (5, 'Tarn Street Outfitters', 'Eskmouth', '1999-11-06', 150, 'N');
INSERT INTO tbl_shop VALUES (6, 'Fellside Gear', 'Kirkmoor', '2018-04-28', 265, 'N');
INSERT INTO tbl_shop VALUES (7, 'Lakeland Larder', 'Tilberry', '2020-07-11', 95, 'Y');
INSERT INTO tbl_shop VALUES (8, 'Ridgeway Store', 'Harrowdale', '2022-02-19', 230, 'N');

INSERT INTO tbl_employee VALUES (1, 'Judith Arkwright', 'manager', 24.5, '2004-03-01', 1, NULL);
INSERT INTO tbl_employee VALUES (2, 'Colin Mabey', 'manager', 22.0, '2011-09-15', 2, 1);
INSERT INTO tbl_employee VALUES (3, 'Anita Kaur', 'manager', 23.2, '2009-01-12', 3, 1);
INSERT INTO tbl_employee VALUES (4, 'Stefan Brock', 'manager', 25.1, '2015-08-03', 4, 1);
INSERT INTO tbl_employee VALUES (5, 'Moira Flett', 'manager', 21.4, '2001-05-20', 5, 3);
INSERT INTO tbl_employee VALUES (6, 'Gareth Pugh', 'manager', 20.9, '2018-04-02', 6, 4);
INSERT INTO tbl_employee VALUES (7, 'Lin Zhao', 'sales assistant', 13.4, '2019-06-17', 1, 1);
INSERT INTO tbl_employee VALUES (8, 'Tom Wickham', 'sales assistant', 12.8, '2021-11-01', 1, 1);
INSERT INTO tbl_employee VALUES (9, 'Bethan Rees', 'sales assistant', 13.1, '2017-02-06', 2, 2);
INSERT INTO tbl_employee VALUES (10, 'Omar Saleh', 'fitter', 15.6, '2016-07-25', 3, 3);
INSERT INTO tbl_employee VALUES (11, 'Kirsty Nairn', 'sales assistant', 12.5, '2022-03-14', 3, 3);
INSERT INTO tbl_employee VALUES (12, 'Rob Ellwood', 'fitter', 16.2, '2014-10-30', 4, 4);
INSERT INTO tbl_employee VALUES (13, 'Zofia Maj', 'sales assistant', 13.0, '2020-01-20', 4, 4);
INSERT INTO tbl_employee VALUES (14, 'Harvey Stott', 'trainee', 10.4, '2023-09-04', 4, 12);
INSERT INTO tbl_employee VALUES (15, 'Nell Garside', 'sales assistant', 12.9, '2018-12-03', 5, 5);
INSERT INTO tbl_employee VALUES (16, 'Piotr Wrona', 'trainee', 10.2, '2023-06-19', 6, 6);
INSERT INTO tbl_employee VALUES (17, 'Ada Thorne', 'cashier', 11.7, '2021-05-10', 1, 7);
INSERT INTO tbl_employee VALUES (18, 'Callum Birch', 'cashier', 11.5, '2022-08-22', 4, 4);
INSERT INTO tbl_employee VALUES (19, 'Freda Lomax', 'manager', 19.8, '2020-06-29', 7, 4);

INSERT INTO tbl_brand VALUES (1, 'Krag', 'Norway', 1974);
INSERT INTO tbl_brand VALUES (2, 'Alpenhorn', 'Austria', 1951);
INSERT INTO tbl_brand VALUES (3, 'Windle & Sons', 'Scotland', 1908);
INSERT INTO tbl_brand VALUES (4, 'Pika', 'Canada', 1996);
INSERT INTO tbl_brand VALUES (5, 'Terranova Sur', 'Chile', 2003);
INSERT INTO tbl_brand VALUES (6, 'Loftr', 'Norway', 2014);
INSERT INTO tbl_brand VALUES (7, 'Hexaped', 'Germany', 1988);
INSERT INTO tbl_brand VALUES (8, 'Bivvi', 'Scotland', 2017);
INSERT INTO tbl_brand VALUES (9, 'Yakline', 'Nepal', 2010);

INSERT INTO tbl_product VALUES (1, 'Stormlight Jacket', 'clothing', 1, 219.0, 480, 1);
INSERT INTO tbl_product VALUES (2, 'Fjell Trousers', 'clothing', 1, 109.0, 410, 0);
INSERT INTO tbl_product VALUES (3, 'Glacier Boots', 'footwear', 2, 189.5, 1320, 1);
INSERT INTO tbl_product VALUES (4, 'Valley Shoes', 'footwear', 2, 98.0, 760, 0);
INSERT INTO tbl_product VALUES (5, 'Heritage Tweed Cap', 'clothing', 3, 42.0, 120, 0);
INSERT INTO tbl_product VALUES (6, 'Drover Rucksack 40', 'rucksacks', 3, 135.0, 1680, 1);
INSERT INTO tbl_product VALUES (7, 'Pika Pop Tent', 'tents', 4, 249.0, 2450, 1);
INSERT INTO tbl_product VALUES (8, 'Solo Burrow Tent', 'tents', 4, 329.0, 1290, 1);
INSERT INTO tbl_product VALUES (9, 'Andes Poncho', 'clothing', 5, 64.5, 350, 1);
INSERT INTO tbl_product VALUES (10, 'Condor Daypack', 'rucksacks', 5, 58.0, 540, 0);
INSERT INTO tbl_product VALUES (11, 'Dunfluff Sleeping Bag', 'sleeping', 6, 275.0, 890, 0);
INSERT INTO tbl_product VALUES (12, 'Feather Mat', 'sleeping', 6, 89.0, 430, 1);
INSERT INTO tbl_product VALUES (13, 'Six-Leg Stove', 'cooking', 7, 74.0, 310, 0);
INSERT INTO tbl_product VALUES (14, 'Titan Mug', 'cooking', 7, 19.9, 75, 1);
INSERT INTO tbl_product VALUES (15, 'Nesting Pots', 'cooking', 7, 52.0, 640, 0);
INSERT INTO tbl_product VALUES (16, 'Loch Bivvy Bag', 'sleeping', 8, 118.0, 560, 1);
INSERT INTO tbl_product VALUES (17, 'Family Dome Tent', 'tents', 7, 465.0, 6900, 1);
INSERT INTO tbl_product VALUES (18, 'Ben Gaiters', 'footwear', 8, 36.5, 240, 1);
INSERT INTO tbl_product VALUES (19, 'Merino Socks', 'footwear', 1, 17.5, 90, 0);
INSERT INTO tbl_product VALUES (20, 'Ridge Sandals', 'footwear', 4, 69.0, 520, 0);

INSERT INTO tbl_stock VALUES (1, 1, 1);
INSERT INTO tbl_stock VALUES (1, 3, 15);
INSERT INTO tbl_stock VALUES (1, 4, 25);
INSERT INTO tbl_stock VALUES (1, 5, 6);
INSERT INTO tbl_stock VALUES (1, 6, 4);
INSERT INTO tbl_stock VALUES (1, 7, 0);
INSERT INTO tbl_stock VALUES (1, 8, 8);
INSERT INTO tbl_stock VALUES (1, 10, 1);
INSERT INTO tbl_stock VALUES (1, 11, 3);
INSERT INTO tbl_stock VALUES (1, 12, 6);
INSERT INTO tbl_stock VALUES (1, 13, 12);
INSERT INTO tbl_stock VALUES (1, 14, 15);
INSERT INTO tbl_stock VALUES (1, 16, 6);
INSERT INTO tbl_stock VALUES (1, 17, 2);
INSERT INTO tbl_stock VALUES (2, 7, 6);
INSERT INTO tbl_stock VALUES (2, 14, 4);
INSERT INTO tbl_stock VALUES (2, 19, 25);
INSERT INTO tbl_stock VALUES (3, 1, 12);
INSERT INTO tbl_stock VALUES (3, 11, 1);
INSERT INTO tbl_stock VALUES (3, 12, 4);
INSERT INTO tbl_stock VALUES (3, 14, 20);
INSERT INTO tbl_stock VALUES (3, 17, 6);
INSERT INTO tbl_stock VALUES (4, 1, 4);
INSERT INTO tbl_stock VALUES (4, 2, 2);
INSERT INTO tbl_stock VALUES (4, 4, 1);
INSERT INTO tbl_stock VALUES (4, 6, 20);
INSERT INTO tbl_stock VALUES (4, 7, 2);
INSERT INTO tbl_stock VALUES (4, 8, 25);
INSERT INTO tbl_stock VALUES (4, 10, 25);
INSERT INTO tbl_stock VALUES (4, 11, 4);
INSERT INTO tbl_stock VALUES (4, 12, 9);
INSERT INTO tbl_stock VALUES (4, 13, 2);
INSERT INTO tbl_stock VALUES (4, 15, 25);
INSERT INTO tbl_stock VALUES (5, 2, 0);
INSERT INTO tbl_stock VALUES (5, 7, 1);
INSERT INTO tbl_stock VALUES (6, 6, 15);
INSERT INTO tbl_stock VALUES (6, 13, 12);
INSERT INTO tbl_stock VALUES (7, 8, 8);
INSERT INTO tbl_stock VALUES (7, 16, 0);
INSERT INTO tbl_stock VALUES (7, 18, 3);

INSERT INTO tbl_customer VALUES (1, 'Beatrice Lowe', 'Harrowdale', 'F', 2000, 320, 'beatrice.lowe@postbox.example');
INSERT INTO tbl_customer VALUES (2, 'Dominic Harte', 'Harrowdale', 'M', 1957, 70, 'dominic.harte@postbox.example');
INSERT INTO tbl_customer VALUES (3, 'Saskia Pohl', 'Brayford', 'F', 1999, 630, 'saskia.pohl@postbox.example');
INSERT INTO tbl_customer VALUES (4, 'Winston Ayre', 'Eskmouth', 'M', 1956, 720, NULL);
INSERT INTO tbl_customer VALUES (5, 'Elodie Grant', 'Harrowdale', 'F', 1954, 210, 'elodie.grant@postbox.example');
INSERT INTO tbl_customer VALUES (6, 'Kofi Mensah', 'Brayford', 'M', 1951, 530, 'kofi.mensah@postbox.example');
INSERT INTO tbl_customer VALUES (7, 'Ruth Calder', 'Kirkmoor', 'F', 1987, 210, 'ruth.calder@postbox.example');
INSERT INTO tbl_customer VALUES (8, 'Angus Moffat', 'Kirkmoor', 'M', 1979, 880, 'angus.moffat@postbox.example');
INSERT INTO tbl_customer VALUES (9, 'Mei Tanaka', 'Kirkmoor', 'F', 1965, 370, 'mei.tanaka@postbox.example');
INSERT INTO tbl_customer VALUES (10, 'Patrick Dowd', 'Brayford', 'M', 1955, 480, 'patrick.dowd@postbox.example');
INSERT INTO tbl_customer VALUES (11, 'Flora Hendry', 'Sandwith', 'F', 1959, 800, NULL);
INSERT INTO tbl_customer VALUES (12, 'Josef Havel', 'Harrowdale', 'M', 1959, 110, 'josef.havel@postbox.example');
INSERT INTO tbl_customer VALUES (13, 'Carys Bevan', 'Sandwith', 'F', 1998, 700, 'carys.bevan@postbox.example');
INSERT INTO tbl_customer VALUES (14, 'Nathan Crisp', 'Harrowdale', 'M', 1952, 450, 'nathan.crisp@postbox.example');
INSERT INTO tbl_customer VALUES (15, 'Ottilie Marr', 'Brayford', 'F', 1996, 390, NULL);
INSERT INTO tbl_customer VALUES (16, 'Damon Swales', 'Eskmouth', 'M', 2001, 620, 'damon.swales@postbox.example');
INSERT INTO tbl_customer VALUES (17, 'Hetty Brook', 'Eskmouth', 'F', 1969, 830, NULL);
INSERT INTO tbl_customer VALUES (18, 'Imran Qadir', 'Brayford', 'M', 1978, 700, 'imran.qadir@postbox.example');

INSERT INTO tbl_order VALUES (1, 6, 3, 10, '2023-09-27', 'voucher');
INSERT INTO tbl_order VALUES (2, 8, 5, 15, '2023-09-21', 'card');
INSERT INTO tbl_order VALUES (3, 9, 6, 16, '2023-08-28', 'cash');
INSERT INTO tbl_order VALUES (4, 7, 3, 11, '2023-08-17', 'card');
INSERT INTO tbl_order VALUES (5, 8, 1, 17, '2023-09-23', 'card');
INSERT INTO tbl_order VALUES (6, 9, 6, 6, '2023-11-25', 'voucher');
INSERT INTO tbl_order VALUES (7, 9, 4, 13, '2023-11-18', 'card');
INSERT INTO tbl_order VALUES (8, 1, 6, 6, '2023-08-19', 'cash');
INSERT INTO tbl_order VALUES (9, 3, 4, 12, '2023-12-06', 'card');
INSERT INTO tbl_order VALUES (10, 5, 4, 12, '2023-07-05', 'card');
INSERT INTO tbl_order VALUES (11, 3, 3, 10, '2023-08-18', 'card');
INSERT INTO tbl_order VALUES (12, 10, 3, 10, '2023-10-22', 'voucher');
INSERT INTO tbl_order VALUES (13, 17, 1, 7, '2023-08-23', 'card');
INSERT INTO tbl_order VALUES (14, 8, 1, 17, '2023-09-28', 'cash');
INSERT INTO tbl_order VALUES (15, 14, 1, 8, '2023-07-18', 'voucher');
INSERT INTO tbl_order VALUES (16, 2, 2, 9, '2023-11-17', 'card');
INSERT INTO tbl_order VALUES (17, 6, 4, 13, '2023-08-14', 'cash');
INSERT INTO tbl_order VALUES (18, 14, 4, 13, '2023-10-05', 'card');
INSERT INTO tbl_order VALUES (19, 8, 4, 18, '2023-10-07', 'card');
INSERT INTO tbl_order VALUES (20, 1, 4, 13, '2023-12-01', 'cash');
INSERT INTO tbl_order VALUES (21, 7, 1, 7, '2023-09-21', 'voucher');
INSERT INTO tbl_order VALUES (22, 9, 3, 10, '2023-08-16', 'card');
INSERT INTO tbl_order VALUES (23, 8, 4, 14, '2023-08-20', 'voucher');
INSERT INTO tbl_order VALUES (24, 6, 2, 9, '2023-09-14', 'card');
INSERT INTO tbl_order VALUES (25, 6, 3, 10, '2023-09-05', 'cash');
INSERT INTO tbl_order VALUES (26, 2, 1, 17, '2023-08-10', 'card');

INSERT INTO tbl_order_item VALUES (1, 5, 1);
INSERT INTO tbl_order_item VALUES (2, 1, 2);
INSERT INTO tbl_order_item VALUES (2, 15, 1);
INSERT INTO tbl_order_item VALUES (3, 1, 1);
INSERT INTO tbl_order_item VALUES (4, 19, 1);
INSERT INTO tbl_order_item VALUES (5, 11, 2);
INSERT INTO tbl_order_item VALUES (6, 8, 3);
INSERT INTO tbl_order_item VALUES (7, 1, 1);
INSERT INTO tbl_order_item VALUES (7, 19, 6);
INSERT INTO tbl_order_item VALUES (8, 2, 2);
INSERT INTO tbl_order_item VALUES (9, 8, 1);
INSERT INTO tbl_order_item VALUES (9, 13, 1);
INSERT INTO tbl_order_item VALUES (10, 19, 2);
INSERT INTO tbl_order_item VALUES (11, 11, 2);
INSERT INTO tbl_order_item VALUES (12, 5, 3);
INSERT INTO tbl_order_item VALUES (12, 14, 4);
INSERT INTO tbl_order_item VALUES (13, 12, 1);
INSERT INTO tbl_order_item VALUES (13, 14, 5);
INSERT INTO tbl_order_item VALUES (14, 12, 1);
INSERT INTO tbl_order_item VALUES (14, 18, 2);
INSERT INTO tbl_order_item VALUES (15, 14, 5);
INSERT INTO tbl_order_item VALUES (15, 19, 5);
INSERT INTO tbl_order_item VALUES (16, 19, 1);
INSERT INTO tbl_order_item VALUES (17, 4, 1);
INSERT INTO tbl_order_item VALUES (18, 1, 1);
INSERT INTO tbl_order_item VALUES (19, 4, 1);
INSERT INTO tbl_order_item VALUES (19, 5, 1);
INSERT INTO tbl_order_item VALUES (20, 12, 1);
INSERT INTO tbl_order_item VALUES (20, 14, 6);
INSERT INTO tbl_order_item VALUES (21, 12, 1);
INSERT INTO tbl_order_item VALUES (21, 14, 3);
INSERT INTO tbl_order_item VALUES (22, 13, 2);
INSERT INTO tbl_order_item VALUES (23, 12, 1);
INSERT INTO tbl_order_item VALUES (23, 16, 2);
INSERT INTO tbl_order_item VALUES (24, 1, 2);
INSERT INTO tbl_order_item VALUES (24, 6, 1);
INSERT INTO tbl_order_item VALUES (24, 19, 1);
INSERT INTO tbl_order_item VALUES (25, 18, 1);
INSERT INTO tbl_order_item VALUES (26, 11, 1);
INSERT INTO tbl_order_item VALUES (26, 14, 5);

