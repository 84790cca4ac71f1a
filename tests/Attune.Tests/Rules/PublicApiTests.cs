using System.Reflection;
using System.Text;

namespace Attune.Tests;

/// <summary>
/// The public surface as reviewed text. After a wanted change run the tests with ATTUNE_APPROVE=1 and review the difference of the approved file.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. new[] { typeof(Dataset), typeof(Neural.Tensor), typeof(Trees.CadenceTrees), typeof(Studies.Search), typeof(Serving.IAttune) }.Select(t => t.Assembly.GetName().Name!)];

    [Theory, MemberData(nameof(Libraries))]
    public void Library_PublicSurface_IsTheApprovedOne(string library)
    {
        var file = Repository.At("tests", "Attune.Tests", "Rules", $"{library}.approved.txt");
        var actual = Dump(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("ATTUNE_APPROVE") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", actual);
    }

    static string Dump(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type, full: true)).Append('\n');
            if (type.IsEnum)
                foreach (var name in Enum.GetNames(type)) text.Append("  ").Append(name).Append('\n');
            else
                foreach (var member in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    static IEnumerable<string> Members(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => !IsWrittenByTheCompiler(m)).Select(Line).OfType<string>().Distinct();

    // What every record has by itself says nothing about the design.
    static bool IsWrittenByTheCompiler(MemberInfo member) => member.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
        || member.Name is "EqualityContract" or "ToString" or "GetHashCode" or "Equals" or "<Clone>$" or "Deconstruct" or "op_Equality" or "op_Inequality";

    static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new({Parameters(c)})",
        PropertyInfo p => $"{Static(p.GetMethod ?? p.SetMethod!)}{Name(p.PropertyType)} {p.Name}{(p.GetIndexParameters().Length > 0 ? "[" + string.Join(", ", p.GetIndexParameters().Select(i => Name(i.ParameterType))) + "]" : "")} {{ {(p.CanRead ? "get; " : "")}{(p.CanWrite ? "init; " : "")}}}",
        MethodInfo { IsSpecialName: false } m => $"{Static(m)}{Name(m.ReturnType)} {m.Name}{Generic(m)}({Parameters(m)})",
        MethodInfo { Name: "op_Implicit" } m => $"implicit {Name(m.ReturnType)}({Parameters(m)})",
        FieldInfo { IsLiteral: true } f => $"const {Name(f.FieldType)} {f.Name} = {f.GetRawConstantValue()}",
        FieldInfo f => $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}",
        EventInfo e => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    static string Kind(Type t) => t.IsEnum ? "enum" : t.IsInterface ? "interface" : t.IsValueType ? "struct" : t.IsAssignableTo(typeof(Delegate)) ? "delegate"
        : t is { IsAbstract: true, IsSealed: true } ? "static class" : t.IsSealed ? "class" : t.IsAbstract ? "abstract class" : "open class";

    static string Static(MethodBase m) => m.IsStatic ? "static " : "";

    static string Generic(MethodInfo m) => m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";

    static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue is null ? "null" : Convert.ToString(p.DefaultValue, System.Globalization.CultureInfo.InvariantCulture)) : "")}"));

    static string Name(Type t, bool full = false)
    {
        if (t.IsByRef) return "ref " + Name(t.GetElementType()!);
        if (t.IsArray) return Name(t.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(t) is { } inner) return Name(inner) + "?";
        var name = (full ? t.FullName! : t.Name).Split('`')[0];
        return t.IsGenericType ? $"{name}<{string.Join(", ", t.GetGenericArguments().Select(a => Name(a)))}>" : name;
    }
}
