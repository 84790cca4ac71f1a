using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>Where to carry something: to a server, with a key where it wants one, or into a store.</summary>
sealed class DestinationOptions : IEnumerable<Option>
{
    readonly Option<string> _to = new("--to") { HelpName = "URL|DIR", Description = "A server as http://127.0.0.1:5000, or the store of one that does not run: its folder, or postgres:CONNECTION.", Required = true };
    readonly KeyOption _key = new();
    readonly Option<string> _space = new("--space") { HelpName = "NAME", Description = "The space (tenant) within a store; a server takes that of the key. Default: default." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_to, _key.Option, _space]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What is named, checked as far as words go; opened by <see cref="OpenAsync"/>.</summary>
    internal async Task<IDestination> OpenAsync(Call call)
    {
        var to = call.Value(_to)!;
        if (to.Contains("://", StringComparison.Ordinal))
        {
            if (call.Has(_space)) throw new UsageException("--space is for a store; a server takes the space of the key that it is shown (--key-file).");
            return new ServerDestination(Address(to), _key.Value(call));
        }
        if (call.Has(_key.Option)) throw new UsageException("--key-file is for a server; a store asks for none.");
        var address = StoreName.AddressOf("--to", to);
        if (address == "memory") throw new UsageException("--to: a store in memory is gone when this command ends; name a folder or a server.");
        return await StoreDestination.OpenAsync(address, call.Value(_space), call);
    }

    // A key sent in the clear is a key given away; this machine alone cannot be listened to on the way.
    Uri Address(string text)
    {
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
            throw new UsageException($"--to: '{text}' is not the address of a server; write it as http://127.0.0.1:5000 or https://shop.example.");
        return uri;
    }
}
