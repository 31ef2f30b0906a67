@echo off
rem Runs treaty from these sources; the build is a no-op where nothing changed.
setlocal
where dotnet >nul 2>nul || (echo treaty: dotnet is not on the PATH; install the .NET SDK 10 1>&2 & exit /b 2)
pushd "%~dp0"
dotnet build src\Treaty.Cli -c Release -v q --nologo -clp:NoSummary 1>&2 || (popd & exit /b 2)
popd
dotnet "%~dp0artifacts\bin\Treaty.Cli\release\treaty.dll" %*
