CREATE TABLE dim_customer (customer_key INTEGER PRIMARY KEY, customer_name VARCHAR(40), region VARCHAR(20), segment VARCHAR(20));
CREATE TABLE dim_loan (loan_key INTEGER PRIMARY KEY, customer_key INTEGER REFERENCES dim_customer(customer_key), loan_type VARCHAR(20), principal_amount DECIMAL(10,2), opened DATE);
CREATE TABLE fact_instalment (instalment_key INTEGER PRIMARY KEY, loan_key INTEGER REFERENCES dim_loan(loan_key), due DATE, interest_amt DECIMAL(10,2), status VARCHAR(10));
INSERT INTO dim_customer VALUES (1,'Ardent','East','Retail'),(2,'Bluebell','East','Trade'),(3,'Cobalt','West','Retail'),(4,'Drover','West','Trade'),(5,'Ember','East','Retail'),(6,'Ardent','West','Trade');
INSERT INTO dim_loan VALUES (1,1,'Bridge',500,'2021-01-04'),(2,1,'Term',700,'2022-02-01'),(3,2,'Term',900,'2021-06-30'),(4,3,'Bridge',250,'2023-03-12'),(5,4,'Term',1300,'2022-09-09'),(6,4,'Bridge',100,'2023-10-01'),(7,6,'Term',400,'2023-11-20');
INSERT INTO fact_instalment VALUES (1,1,'2021-02-01',10,'paid'),(2,1,'2021-03-01',12,'late'),(3,3,'2021-08-01',30,'paid'),(4,5,'2022-10-01',45,'late'),(5,5,'2022-11-01',44,'late'),(6,7,'2024-01-01',8,'paid');
