using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Attune.Bench;

/// <summary>
/// One end of a link of limited bandwidth. It stands in a namespace for the process of the other one: what connects to that one's address is carried over a local socket, which knows no
/// namespaces, to the other end, which connects there. What leaves a namespace goes through one bucket of bytes.
/// </summary>
/// <param name="here">The address of the process in this namespace.</param>
/// <param name="there">The address that this relay stands for.</param>
/// <param name="bytesPerSecond">What may leave, or infinity.</param>
sealed class LinkRelay(string here, string there, double bytesPerSecond)
{
    // Small, so that little is under way that has been paid for but not arrived, and large enough for a few GB/s.
    const int Chunk = 1 << 15;
    readonly Bucket _bucket = new(bytesPerSecond);

    /// <summary>Serves until the process is ended.</summary>
    internal static void Run(string here, string there, string own, string other, int port, double bytesPerSecond)
    {
        var relay = new LinkRelay(here, there, bytesPerSecond);
        foreach (var p in Enumerable.Range(LinkSpaces.FirstPort, LinkSpaces.LastPort - LinkSpaces.FirstPort + 1).Where(p => p % 2 == 1)) relay.Listen(p, other);
        // All meet at the first: where it is, it listens for itself.
        if (there == LinkSpaces.Addresses[0]) relay.Listen(port, other);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(own));
        listener.Listen();
        Console.WriteLine("ready");
        while (true) relay.Arrive(listener.Accept());
    }

    void Listen(int port, string other)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2 * Chunk };
        listener.Bind(new IPEndPoint(IPAddress.Parse(there), port));
        listener.Listen();
        Start(() =>
        {
            while (true)
            {
                var inside = listener.Accept();
                var outside = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendBufferSize = 2 * Chunk };
                outside.Connect(new UnixDomainSocketEndPoint(other));
                var head = new byte[2];
                BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)port);
                outside.Send(head);
                Carry(inside, outside);
            }
        });
    }

    // The other end has someone who wants to reach the process here.
    void Arrive(Socket outside)
    {
        outside.SendBufferSize = 2 * Chunk;
        var head = new byte[2];
        outside.ReceiveExactly(head);
        var inside = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2 * Chunk };
        Start(() =>
        {
            // Who is meant may not listen yet: a refusal here must not look like a lost connection there.
            for (var tries = 0; !Connects(inside, BinaryPrimitives.ReadUInt16BigEndian(head)) && tries < 600; tries++) Thread.Sleep(100);
            Carry(inside, outside);
        });
    }

    bool Connects(Socket socket, int port)
    {
        try
        {
            socket.Connect(IPAddress.Parse(here), port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    void Carry(Socket inside, Socket outside)
    {
        inside.NoDelay = true;
        Start(() => Pump(inside, outside, _bucket));
        Start(() => Pump(outside, inside, null));
    }

    static void Pump(Socket from, Socket to, Bucket? bucket)
    {
        var buffer = new byte[Chunk];
        try
        {
            for (int read; (read = from.Receive(buffer)) > 0;)
            {
                bucket?.Take(read);
                for (var sent = 0; sent < read;) sent += to.Send(buffer.AsSpan(sent, read - sent));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            from.Dispose();
            to.Dispose();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    static void Start(Action work) => new Thread(() => work()) { IsBackground = true }.Start();

    // Bytes are paid for in time: who takes some waits until those before have passed.
    sealed class Bucket(double bytesPerSecond)
    {
        // Sleeping is no finer than this.
        static readonly TimeSpan s_grain = TimeSpan.FromMilliseconds(1.5);
        readonly TimeProvider _time = TimeProvider.System;
        readonly long _start = TimeProvider.System.GetTimestamp();
        TimeSpan _free;

        internal void Take(int bytes)
        {
            if (double.IsInfinity(bytesPerSecond)) return;
            TimeSpan ahead;
            lock (_time)
            {
                var now = _time.GetElapsedTime(_start);
                _free = (_free > now ? _free : now) + TimeSpan.FromSeconds(bytes / bytesPerSecond);
                ahead = _free - now;
            }
            if (ahead > s_grain) Thread.Sleep(ahead);
        }
    }
}

static class SocketReading
{
    internal static void ReceiveExactly(this Socket socket, Span<byte> buffer)
    {
        for (var read = 0; read < buffer.Length;)
            read += socket.Receive(buffer[read..]) is > 0 and var n ? n : throw new EndOfStreamException("The other end has gone.");
    }
}
