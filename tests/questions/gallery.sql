CREATE TABLE artist (Artist_ID INT PRIMARY KEY, Name TEXT, Nationality TEXT, Year_Join INT, Age INT);
CREATE TABLE exhibition (Exhibition_ID INT PRIMARY KEY, Year INT, Theme TEXT, Artist_ID INT, Ticket_Price REAL, FOREIGN KEY (Artist_ID) REFERENCES artist(Artist_ID));
CREATE TABLE exhibition_record (Exhibition_ID INT, Date TEXT, Attendance INT, PRIMARY KEY (Exhibition_ID, Date), FOREIGN KEY (Exhibition_ID) REFERENCES exhibition(Exhibition_ID));
CREATE TABLE painting (Painting_ID INT PRIMARY KEY, Title TEXT, Medium TEXT, Width_mm REAL, Height_mm REAL, Painter_ID INT, FOREIGN KEY (Painter_ID) REFERENCES artist(Artist_ID));
INSERT INTO artist VALUES (1,'Jack Sullivan','United Kingdom',2010,54),(2,'Vera Lindt','Germany',2011,38),(3,'Kento Abe','Japan',2012,29),(4,'Marie Duval','France',2012,61),(5,'Otto Braun','Germany',2014,45),(6,'Sara Conti','Italy',2015,33);
INSERT INTO exhibition VALUES (1,2014,'Light',1,20.5),(2,2015,'Cities at night',2,12),(3,2015,'Silence',3,30),(4,2016,'Rivers',4,18),(5,2016,'Summer light',1,25),(6,2017,'Machines',6,15.5);
INSERT INTO exhibition_record VALUES (1,'July 2',965),(1,'July 9',1040),(2,'May 4',310),(3,'June 1',702),(3,'June 8',433),(4,'April 20',120),(5,'August 3',1500),(6,'March 8',275);
INSERT INTO painting VALUES (1,'Dawn','oil',400,300,1),(2,'Harbour','oil',800,600,1),(3,'Neon','acrylic',500,700,2),(4,'Blue Snow','watercolor',300,200,3),(5,'Quiet Field','watercolor',350,260,3),(6,'Rhine','oil',900,500,4),(7,'Steam','lithograph',250,250,2),(8,'Dusk','acrylic',420,310,3);
