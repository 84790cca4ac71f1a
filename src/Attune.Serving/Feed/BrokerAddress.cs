using RabbitMQ.Client;

namespace Attune.Serving;

/// <summary>Where the broker is. As text it never holds user and password.</summary>
sealed class BrokerAddress
{
    // The largest message that a broker takes by default; what is larger than a server's own limit must be read in order to be put aside.
    const uint LargestMessage = 128 << 20;

    readonly Uri _uri;

    BrokerAddress(Uri uri) => _uri = uri;

    /// <exception cref="ArgumentException">It is no address; the message does not repeat it, because it may hold a password.</exception>
    internal static BrokerAddress Parse(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0
        ? new BrokerAddress(uri)
        : throw new ArgumentException("Attune:Feed:RabbitMq is no address of a broker; it must look like amqp://user:password@host:5672/vhost (amqps:// with TLS; '/' within a vhost's name is %2f).");

    /// <summary>A connection that does not mend itself: whoever uses it opens the next one, and so knows what was lost in between.</summary>
    internal Task<IConnection> ConnectAsync(string name, CancellationToken cancellation) => new ConnectionFactory
    {
        Uri = _uri,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
        MaxInboundMessageBodySize = LargestMessage,
    }.CreateConnectionAsync(cancellation);

    /// <summary>Scheme, host, port and vhost.</summary>
    public override string ToString() => $"{_uri.Scheme}://{_uri.Host}{(_uri.IsDefaultPort || _uri.Port < 0 ? "" : $":{_uri.Port}")}{_uri.AbsolutePath}";
}
