package statestore

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

const (
	payloadHeader  = "X-Amz-Content-Sha256"
	checksumHeader = "X-Amz-Checksum-Sha256"

	longestPage = 1000
)

// s3 answers as much of S3 as OpenTofu's s3 backend asks for: list, and HEAD, GET, PUT and DELETE of an object.
type s3 struct {
	objects *objects
	signer  signer
}

func (s *s3) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if failure := s.serve(w, request); failure != nil {
		failure.answer(w, request)
	}
}

func (s *s3) serve(w http.ResponseWriter, request *http.Request) *s3Error {
	if failure := s.signer.check(request, time.Now()); failure != nil {
		return failure
	}

	if failure := checkSupported(request); failure != nil {
		return failure
	}

	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, longestState))
	if err != nil {
		return &s3Error{http.StatusBadRequest, "IncompleteBody", err.Error()}
	}

	if failure := checkBody(request.Header, body); failure != nil {
		return failure
	}

	bucket, key, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/"), "/")
	if !s.objects.hasBucket(bucket) {
		return &s3Error{http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist"}
	}

	switch {
	case key == "" && request.Method == http.MethodGet:
		return s.list(w, bucket, request.URL.Query())
	case key == "":
		return notImplemented(request.Method + " of a bucket")
	case request.Method == http.MethodGet || request.Method == http.MethodHead:
		return s.get(w, request, bucket, key)
	case request.Method == http.MethodPut:
		return s.put(w, request.Header, bucket, key, body)
	case request.Method == http.MethodDelete:
		s.objects.remove(bucket, key)
		w.WriteHeader(http.StatusNoContent)

		return nil
	default:
		return notImplemented(request.Method + " of an object")
	}
}

func (s *s3) get(w http.ResponseWriter, request *http.Request, bucket, key string) *s3Error {
	found, exists := s.objects.get(bucket, key)
	if !exists {
		return &s3Error{http.StatusNotFound, "NoSuchKey", "The specified key does not exist."}
	}

	header := w.Header()
	header.Set("Content-Length", strconv.Itoa(len(found.content)))
	header.Set("Content-Type", found.contentType)
	header.Set("ETag", found.etag())
	header.Set("Last-Modified", found.modified.Format(http.TimeFormat))

	if found.checksum != "" && request.Header.Get("X-Amz-Checksum-Mode") == "ENABLED" {
		header.Set(checksumHeader, found.checksum)
	}

	if request.Method == http.MethodGet {
		_, _ = w.Write(found.content)
	}

	return nil
}

func (s *s3) put(w http.ResponseWriter, header http.Header, bucket, key string, body []byte) *s3Error {
	stored := object{
		content:     body,
		contentType: header.Get("Content-Type"),
		checksum:    header.Get(checksumHeader),
		modified:    time.Now().UTC(),
	}

	if !s.objects.put(bucket, key, stored, header.Get("If-None-Match") == "*") {
		return &s3Error{http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"}
	}

	w.Header().Set("ETag", stored.etag())

	return nil
}

type listResult struct {
	XMLName               xml.Name     `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListBucketResult"`
	Name                  string       `xml:"Name"`
	Prefix                string       `xml:"Prefix"`
	KeyCount              int          `xml:"KeyCount"`
	MaxKeys               int          `xml:"MaxKeys"`
	IsTruncated           bool         `xml:"IsTruncated"`
	NextContinuationToken string       `xml:"NextContinuationToken,omitempty"`
	Contents              []listedItem `xml:"Contents"`
}

type listedItem struct {
	Key          string    `xml:"Key"`
	LastModified time.Time `xml:"LastModified"`
	ETag         string    `xml:"ETag"`
	Size         int       `xml:"Size"`
	StorageClass string    `xml:"StorageClass"`
}

func (s *s3) list(w http.ResponseWriter, bucket string, query url.Values) *s3Error {
	if query.Get("list-type") != "2" {
		return notImplemented("a list that is not of type 2")
	}

	size := longestPage

	if text := query.Get("max-keys"); text != "" {
		wanted, err := strconv.Atoi(text)
		if err != nil || wanted < 1 {
			return &s3Error{http.StatusBadRequest, "InvalidArgument", fmt.Sprintf("max-keys is %q; write a number from 1", text)}
		}

		size = min(wanted, longestPage)
	}

	keys := s.objects.keys(bucket, query.Get("prefix"), query.Get("continuation-token"))
	result := listResult{Name: bucket, Prefix: query.Get("prefix"), MaxKeys: size}

	if len(keys) > size {
		keys = keys[:size]
		result.IsTruncated = true
		result.NextContinuationToken = keys[size-1]
	}

	for _, key := range keys {
		if found, exists := s.objects.get(bucket, key); exists {
			result.Contents = append(result.Contents, listedItem{
				Key: key, LastModified: found.modified, ETag: found.etag(), Size: len(found.content), StorageClass: "STANDARD",
			})
		}
	}

	result.KeyCount = len(result.Contents)
	writeXML(w, http.StatusOK, result)

	return nil
}

// checkSupported refuses what would change the meaning of a request and is not done here.
func checkSupported(request *http.Request) *s3Error {
	known := []string{"x-id", "list-type", "prefix", "max-keys", "continuation-token"}

	for name := range request.URL.Query() {
		if !slices.Contains(known, name) {
			return notImplemented("the query " + name)
		}
	}

	for name := range request.Header {
		switch name {
		case payloadHeader, checksumHeader, "X-Amz-Date", "X-Amz-Checksum-Mode", "X-Amz-Sdk-Checksum-Algorithm", "X-Amz-User-Agent":
		case "Range", "If-Match", "If-Modified-Since", "If-Unmodified-Since", "Content-Encoding", "Cache-Control":
			return notImplemented("the header " + name)
		default:
			if strings.HasPrefix(name, "X-Amz-") {
				return notImplemented("the header " + name)
			}
		}
	}

	if condition := request.Header.Get("If-None-Match"); condition != "" && (condition != "*" || request.Method != http.MethodPut) {
		return notImplemented(fmt.Sprintf("If-None-Match: %s with %s", condition, request.Method))
	}

	return nil
}

func checkBody(header http.Header, body []byte) *s3Error {
	sum := sha256.Sum256(body)

	switch payload := header.Get(payloadHeader); {
	case strings.HasPrefix(payload, "STREAMING-"):
		return notImplemented("a body in chunks: " + payload)
	case payload != "UNSIGNED-PAYLOAD" && payload != hex.EncodeToString(sum[:]):
		return &s3Error{http.StatusBadRequest, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."}
	}

	if checksum := header.Get(checksumHeader); checksum != "" && checksum != base64.StdEncoding.EncodeToString(sum[:]) {
		return &s3Error{http.StatusBadRequest, "BadDigest", "The SHA256 you specified did not match the calculated checksum."}
	}

	if given := header.Get("Content-MD5"); given != "" && given != contentMD5(body) {
		return &s3Error{http.StatusBadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received."}
	}

	return nil
}

// s3Error is an error in the form of S3.
type s3Error struct {
	status  int
	code    string
	message string
}

func notImplemented(what string) *s3Error {
	return &s3Error{http.StatusNotImplemented, "NotImplemented", what + " is no part of the simulated S3"}
}

func (e *s3Error) answer(w http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodHead {
		w.WriteHeader(e.status)

		return
	}

	writeXML(w, e.status, errorAnswer{Code: e.code, Message: e.message})
}

type errorAnswer struct {
	XMLName xml.Name `xml:"Error"`
	Code    string   `xml:"Code"`
	Message string   `xml:"Message"`
}

// failS3 writes the error of an injected fault.
func failS3(w http.ResponseWriter, status int, message string) {
	code := "InternalError"
	if status == http.StatusForbidden {
		code = "AccessDenied"
	}

	writeXML(w, status, errorAnswer{Code: code, Message: message})
}

func writeXML(w http.ResponseWriter, status int, content any) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, xml.Header)
	_ = xml.NewEncoder(w).Encode(content)
}

func describeS3(request *http.Request, call *calls.Call) {
	if prefix := request.URL.Query().Get("prefix"); prefix != "" {
		call.Arguments = map[string]string{"prefix": prefix}
	}
}
