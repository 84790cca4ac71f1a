@echo off
rem The tool, run from source: builds it once (Release), and again only when a source is newer than the build. The output is the tool's alone.
setlocal
set "ROOT=%~dp0"
set "TOOL=%ROOT%src\Attune.Cli\bin\Release\net10.0\Attune.Cli.dll"
set "LOCK=%ROOT%src\Attune.Cli\obj\attune.lock"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
call :current && goto run
if not exist "%ROOT%src\Attune.Cli\obj" mkdir "%ROOT%src\Attune.Cli\obj" 2>nul

rem One build at a time, even where several calls start together: the folder is the lock.
set /a WAITED=0
:wait
mkdir "%LOCK%.d" 2>nul && goto locked
set /a WAITED+=1
if %WAITED% geq 600 rmdir "%LOCK%.d" 2>nul & set /a WAITED=0
ping -n 2 127.0.0.1 >nul
goto wait

:locked
call :current && goto unlock
echo Building attune (once) ... >&2
type nul > "%LOCK%.stamp"
dotnet build "%ROOT%src\Attune.Cli\Attune.Cli.csproj" -c Release -v quiet -nologo >"%LOCK%.log" 2>&1
if errorlevel 1 (
    type "%LOCK%.log" >&2
    echo error: attune could not be built; see above. >&2
    rmdir "%LOCK%.d" 2>nul
    exit /b 1
)
move /y "%LOCK%.stamp" "%LOCK%.built" >nul
:unlock
rmdir "%LOCK%.d" 2>nul

:run
dotnet "%TOOL%" %*
exit /b %errorlevel%

rem Succeeds where the build is newer than every source.
:current
if not exist "%TOOL%" exit /b 1
if not exist "%LOCK%.built" exit /b 1
powershell -NoProfile -Command "$built = (Get-Item '%LOCK%.built').LastWriteTimeUtc; $new = Get-ChildItem '%ROOT%src\Attune','%ROOT%src\Attune.Neural','%ROOT%src\Attune.Studies','%ROOT%src\Attune.Serving','%ROOT%src\Attune.Cli','%ROOT%native','%ROOT%docs\systems.md','%ROOT%Directory.Build.props','%ROOT%Directory.Packages.props','%ROOT%global.json' -Recurse -File | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $built }; exit [int][bool]$new"
exit /b %errorlevel%
