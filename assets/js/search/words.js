// Words for the same thing, of which readers type one and articles write another. Not a dictionary:
// the terms of the subject, a line each. A term may have several words.

const TERMS = `
  accept = 억셉트
  address = 주소
  address family = 주소 체계
  backlog = 대기열 = 큐 = 백로그
  bind = 바인드 = 바인딩
  blocking = 블로킹
  broadcast = 브로드캐스트
  buffer = 버퍼
  byte = 바이트
  call = 호출 = 함수
  checksum = 검사합 = 체크섬
  client = 클라이언트
  close = 닫기 = 종료 = 클로즈
  connect = 커넥트
  connection = 연결
  datagram = 데이터그램
  descriptor = 디스크립터
  echo = 메아리 = 에코
  epoll = 이폴
  error = 오류 = 에러
  firewall = 방화벽
  fork = 포크
  half close = 반만 닫기
  handshake = 핸드셰이크
  host = 호스트
  interface = 인터페이스
  ip = 아이피
  kernel = 커널
  listen = 리슨
  localhost = 로컬호스트
  loopback = 루프백
  multicast = 멀티캐스트
  netlink = 넷링크
  network = 네트워크
  nonblocking = 논블로킹
  order = 순서 = 차례
  packet = 패킷
  pipe = 파이프
  poll = 폴
  port = 포트
  process = 프로세스
  protocol = 프로토콜
  queue = 대기열 = 큐
  receive = 수신
  route = 라우트
  router = 라우터
  select = 셀렉트
  send = 송신
  server = 서버
  shutdown = 셧다운
  signal = 시그널
  socket = 소켓
  stream = 스트림
  tcp = 티씨피
  thread = 스레드
  timeout = 타임아웃
  type = 타입
  udp = 유디피
  unix = 유닉스
  wildcard = inaddr_any = 와일드카드
  만들기 = 만드는 = 만든다 = 생성
  닫기 = 닫는 = 끊기 = 끊는
  보내기 = 보내는 = 보낸다 = 전송
  지우기 = 지우는 = 삭제
`;

// Errors, and what perror(3) prints of them.
const ERRORS = `
  eacces = permission denied
  eaddrinuse = address already in use
  eaddrnotavail = cannot assign requested address
  eafnosupport = address family not supported by protocol
  eagain = resource temporarily unavailable = ewouldblock
  ebadf = bad file descriptor
  econnaborted = software caused connection abort
  econnrefused = connection refused
  econnreset = connection reset by peer
  edestaddrreq = destination address required
  ehostunreach = no route to host
  einprogress = operation now in progress
  eintr = interrupted system call
  einval = invalid argument
  eisconn = transport endpoint is already connected
  emfile = too many open files
  emsgsize = message too long
  enetunreach = network is unreachable
  enoent = no such file or directory
  enoprotoopt = protocol not available
  enotconn = transport endpoint is not connected
  enotsock = socket operation on non-socket
  eopnotsupp = operation not supported
  eperm = operation not permitted
  epipe = broken pipe
  eprotonosupport = protocol not supported
  etimedout = connection timed out
`;

const groups = `${TERMS}${ERRORS}`
  .split("\n")
  .map((line) => line.trim().split(" = "))
  .filter((group) => group.length > 1);

// Each term with the others for it, those of its first line first.
export const COUNTERPARTS = new Map();
for (const group of groups) {
  for (const term of group) {
    COUNTERPARTS.set(term, [...(COUNTERPARTS.get(term) ?? []), ...group.filter((other) => other !== term)]);
  }
}
