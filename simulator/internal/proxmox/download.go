package proxmox

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
)

// largestFile is more than any made-up file has.
const largestFile = 64 * mebi

// loopbackURL refuses addresses outside of the simulated homelab.
func loopbackURL(name, text string) (string, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return "", refuseParameter(name, "value does not match the regex pattern")
	}

	address, err := netip.ParseAddr(parsed.Hostname())
	if err != nil || !address.IsLoopback() {
		return "", refuse("%s '%s' leads out of the simulated homelab: only addresses of 127.0.0.0/8 are fetched", name, text)
	}

	return parsed.String(), nil
}

// client fetches from the loopback range only, whatever a server redirects to.
func (s *Server) client(verify bool) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(s.dependencies.Authority.CertificatePEM())

	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		if parsed, err := netip.ParseAddrPort(address); err != nil || !parsed.Addr().IsLoopback() {
			return fmt.Errorf("%s is outside of the simulated homelab", address)
		}

		return nil
	}}

	return &http.Client{Transport: &http.Transport{
		DialContext:       dialer.DialContext,
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots, InsecureSkipVerify: !verify},
	}}
}

func (r *request) verifies() (bool, error) {
	if !r.has("verify-certificates") {
		return true, nil
	}

	return r.flag("verify-certificates")
}

// needNetwork refuses the call unless the caller may fetch something with the host.
func (r *request) needNetwork() error {
	if r.may("/", "Sys.Audit") && r.may("/", "Sys.Modify") {
		return nil
	}

	return r.need("/nodes/"+r.PathValue("node"), "Sys.AccessNetwork")
}

// queryURL tells what a download would bring. It is called without the lock.
func queryURL(r *request) (any, error) {
	r.server.mu.Lock()
	_, err := r.findHost()
	if err == nil {
		err = r.needNetwork()
	}
	r.server.mu.Unlock()

	if err != nil {
		return nil, err
	}

	address, err := loopbackURL("url", r.value("url"))
	if err != nil {
		return nil, err
	}

	verify, err := r.verifies()
	if err != nil {
		return nil, err
	}

	ask, err := http.NewRequestWithContext(r.Context(), http.MethodHead, address, nil)
	if err != nil {
		return nil, refuse("%v", err)
	}

	answer, err := r.server.client(verify).Do(ask)
	if err != nil {
		return nil, refuse("%v", err)
	}

	_ = answer.Body.Close()

	if answer.StatusCode != http.StatusOK {
		return nil, refuse("invalid server response: '%s'", answer.Status)
	}

	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	metadata := map[string]any{"filename": path.Base(answer.Request.URL.Path), "mimetype": kind}

	if _, parameters, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition")); err == nil && parameters["filename"] != "" {
		metadata["filename"] = parameters["filename"]
	}

	if answer.ContentLength >= 0 {
		metadata["size"] = answer.ContentLength
	}

	return metadata, nil
}

// download is a file that is fetched.
type download struct {
	url         string
	verify      bool
	compression string
	algorithm   string
	checksum    string
}

func downloadURL(r *request) (any, error) {
	target, file, err := r.newFile(r.value("filename"))
	if err != nil {
		return nil, err
	}

	if err := r.needNetwork(); err != nil {
		return nil, err
	}

	fetched, err := r.newDownload()
	if err != nil {
		return nil, err
	}

	s := r.server

	return r.start(r.PathValue("node"), "download", path.Base(file.name), func(ctx context.Context, current *task) error {
		s.mu.Lock()
		current.printf("downloading %s to %s:%s", fetched.url, target.id, file.name)
		exists := target.volumes[file.name] != nil
		s.mu.Unlock()

		if exists {
			return fmt.Errorf("refusing to override existing file '%s'", path.Base(file.name))
		}

		content, err := fetched.fetch(ctx, s.client(fetched.verify))
		if err != nil {
			return fmt.Errorf("download failed: %w", err)
		}

		s.mu.Lock()
		defer s.mu.Unlock()

		current.printf("download of '%s' to '%s:%s' finished", fetched.url, target.id, file.name)

		return target.addFile(file, content)
	}, nil), nil
}

func (r *request) newDownload() (download, error) {
	address, err := loopbackURL("url", r.value("url"))
	if err != nil {
		return download{}, err
	}

	verify, err := r.verifies()
	if err != nil {
		return download{}, err
	}

	wanted := download{
		url: address, verify: verify, compression: r.value("compression"), algorithm: r.value("checksum-algorithm"), checksum: r.value("checksum"),
	}

	switch wanted.compression {
	case "":
	case "gz", "bz2":
		if r.value("content") != "iso" {
			return wanted, refuse("decompression not supported for %s", r.value("content"))
		}
	case "lzo", "zst":
		return wanted, refuse("compression '%s' is not simulated; use gz or bz2", wanted.compression)
	default:
		return wanted, refuseParameter("compression", "unknown compression '%s'", wanted.compression)
	}

	if (wanted.algorithm == "") != (wanted.checksum == "") {
		return wanted, refuseParameter("checksum", "checksum and checksum-algorithm belong together")
	}

	if wanted.algorithm != "" && newHash(wanted.algorithm) == nil {
		return wanted, refuseParameter("checksum-algorithm", "value '%s' does not have a value in the enumeration 'md5, sha1, sha224, sha256, sha384, sha512'", wanted.algorithm)
	}

	return wanted, nil
}

func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha224":
		return sha256.New224()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	default:
		return nil
	}
}

// fetch returns the content of the file, checked and unpacked.
func (d download) fetch(ctx context.Context, client *http.Client) ([]byte, error) {
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url, nil)
	if err != nil {
		return nil, err
	}

	answer, err := client.Do(ask)
	if err != nil {
		return nil, err
	}

	defer func() { _ = answer.Body.Close() }()

	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("server returned '%s'", answer.Status)
	}

	content, err := readLimited(answer.Body)
	if err != nil {
		return nil, err
	}

	if d.algorithm != "" {
		sum := newHash(d.algorithm)
		_, _ = sum.Write(content)

		if got := hex.EncodeToString(sum.Sum(nil)); !strings.EqualFold(got, d.checksum) {
			return nil, fmt.Errorf("checksum mismatch: got '%s' != expect '%s'", got, d.checksum)
		}
	}

	switch d.compression {
	case "gz":
		unpacked, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("decompression failed: %w", err)
		}

		return readLimited(unpacked)
	case "bz2":
		return readLimited(bzip2.NewReader(bytes.NewReader(content)))
	default:
		return content, nil
	}
}

func readLimited(reader io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(reader, largestFile+1))
	if err != nil {
		return nil, err
	}

	if int64(len(content)) > largestFile {
		return nil, fmt.Errorf("the file has more than %d MiB, which no file of the simulated homelab has", largestFile/mebi)
	}

	return content, nil
}
