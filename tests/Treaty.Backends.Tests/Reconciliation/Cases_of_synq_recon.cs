namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>The fixtures of synq-recon; what is expected is what the descriptions in its yaml files say.</summary>
public class Cases_of_synq_recon
{
    private static OutsideTables Load(params string[] fixtures)
    {
        var tables = new OutsideTables();
        foreach (var fixture in fixtures)
            tables.Execute(File.ReadAllText(Path.Combine(OutsideTables.DataOrSkip(), "synq-recon", "examples", "fixtures", fixture)));
        return tables;
    }

    [Fact]
    public void Ecommerce_one_order_is_missing_and_one_has_a_wrong_amount()
    {
        using var tables = Load("ecommerce.sql");
        tables.Compare("FROM payment_gateway_orders", "FROM warehouse_orders", ["order_id"], ("total_amount", 2),
            ["customer_id", "order_date", "payment_status", "shipping_address"]);
        tables.Discrepancies.ShouldBe(["1005 missing-b -329.00", "1010 amount value 10.00"]);
        tables.Classes.ShouldBe("1 amount, 8 matched, 1 missing-b");
    }

    [Fact]
    public void Inventory_one_count_differs_and_one_place_is_missing()
    {
        using var tables = Load("ecommerce.sql");
        tables.Compare("FROM warehouse_inventory", "FROM erp_inventory", ["sku", "location_id"], ("quantity", 0), ["last_counted"]);
        tables.Discrepancies.ShouldBe(["SKU-A003|WH-01 amount value -5", "SKU-B002|WH-02 missing-b -175"]);
    }

    [Fact]
    public void Revenue_differs_for_two_products()
    {
        using var tables = Load("ecommerce-aggregate-source.sql");
        tables.Execute("ALTER TABLE order_items RENAME TO source_items");
        tables.Execute(File.ReadAllText(Path.Combine(OutsideTables.DataOrSkip(), "synq-recon", "examples", "fixtures", "ecommerce-aggregate-target.sql")));
        tables.Compare("FROM source_items", "FROM order_items", ["category", "brand", "product"], ("unit_price * units_sold", 2), ["units_sold"]);
        tables.Discrepancies.ShouldBe(["Clothing|Adidas|Ultraboost amount value 175.00", "Electronics|Apple|MacBook Pro amount value 0.45"]);
    }

    [Fact]
    public void Financial_one_amount_is_tenfold_and_two_rows_are_missing()
    {
        using var tables = Load("financial.sql");
        tables.Compare("FROM bank_transactions", "FROM warehouse_transactions", ["transaction_id"], ("amount", 2),
            ["account_number", "transaction_date", "transaction_type", "currency", "status"]);
        tables.Discrepancies.ShouldBe(["50008 amount value 4500.00", "50009 missing-b -7500.00", "50010 missing-b -1200.00"]);
    }

    [Fact]
    public void Etl_finds_a_wrong_amount_a_missing_row_and_a_wrong_quantity()
    {
        using var tables = Load("etl-pipeline.sql");
        tables.Compare("FROM operational_sales", "FROM reporting_sales", ["sale_id"], ("amount", 2), ["sale_date", "store_id", "quantity"]);
        tables.Discrepancies.ShouldBe(["12 missing-b -275.50", "25 attribute quantity", "8 amount value 774.99"]);
    }

    [Fact]
    public void Etl_by_day_finds_the_two_days_whose_sums_differ()
    {
        using var tables = Load("etl-pipeline.sql");
        tables.Compare("SELECT sale_date, sum(amount) AS amount FROM operational_sales GROUP BY ALL",
            "SELECT sale_date, sum(amount) AS amount FROM reporting_sales GROUP BY ALL", ["sale_date"], ("amount", 2), []);
        tables.Discrepancies.ShouldBe(["2024-01-16 amount value 774.99", "2024-01-17 amount value -275.50"]);
    }

    [Fact]
    public void Three_events_were_dropped()
    {
        using var tables = Load("user-activity.sql");
        tables.Compare("FROM app_event_logs", "FROM analytics_events", ["event_id"], null,
            ["user_id", "event_type", "event_timestamp", "page_url", "session_id"]);
        tables.Discrepancies.ShouldBe(["25 missing-b -1", "50 missing-b -1", "75 missing-b -1"]);
    }

    [Fact]
    public void A_migration_lost_a_customer_and_changed_an_address()
    {
        using var tables = Load("user-activity.sql");
        tables.Compare("FROM legacy_customers", "FROM new_system_customers", ["customer_id"], ("account_balance", 2),
            ["first_name", "last_name", "email", "phone", "created_date", "loyalty_points", "is_active"]);
        tables.Discrepancies.ShouldBe(["10005 attribute email", "10010 missing-b -4200.00"]);
    }

    [Theory]
    [InlineData("transactions", "transaction_id", "amount", "customer_id,transaction_type,transaction_date", 10_000)]
    [InlineData("regional_revenue", "id", "revenue", "region", 10)]
    [InlineData("customers", "customer_id", null, "customer_name,email,status", 5_000)]
    [InlineData("orders", "order_id", "invoice_amount", "customer_name", 1_000)]
    public void Template_tables_are_the_same(string table, string key, string? amount, string attributes, int rows)
    {
        using var tables = Load("config-source.sql");
        tables.Execute($"ALTER TABLE {table} RENAME TO source_table");
        tables.Execute(File.ReadAllText(Path.Combine(OutsideTables.DataOrSkip(), "synq-recon", "examples", "fixtures", "config-target.sql")));
        var target = table == "orders" ? "SELECT ORDER_ID, TOTAL_PAYMENT AS invoice_amount, CLIENT_NAME AS customer_name FROM orders" : $"FROM {table}";
        tables.Compare("FROM source_table", target, [key], amount is null ? null : (amount, 2), attributes.Split(','));
        tables.Discrepancies.ShouldBeEmpty();
        tables.Classes.ShouldBe($"{rows} matched");
    }
}
