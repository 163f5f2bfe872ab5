print("rialto")
