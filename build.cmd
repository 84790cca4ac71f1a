@echo off
rem The one door for laptop and CI alike: build demo, build test, build torch, build pack, build ci. What it does stands in build.cs.
cd /d "%~dp0" && dotnet run build.cs -- %*
