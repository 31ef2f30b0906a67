Console.WriteLine("treaty");
return 0;
